using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.Infrastructure.Tests")]
