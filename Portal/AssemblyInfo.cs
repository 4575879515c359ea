using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.Portal.Tests")]
