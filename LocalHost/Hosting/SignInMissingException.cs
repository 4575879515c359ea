namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>The host was to listen beyond this machine, where anybody could be the one person it knows.</summary>
internal sealed class SignInMissingException(string words) : Exception(words);
