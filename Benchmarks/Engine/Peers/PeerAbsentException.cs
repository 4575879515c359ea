namespace ClinicalEngagement.Benchmarks.Engine.Peers;

/// <summary>A peer could not be installed, started or measured; the message says why, in a line.</summary>
internal sealed class PeerAbsentException(string message) : Exception(message);
