using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.GraphSimulator.Tests")]
