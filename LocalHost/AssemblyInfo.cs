using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.LocalHost.Tests")]
