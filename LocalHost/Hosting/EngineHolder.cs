using ClinicalEngagement.Durable.Sqlite;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>The engine, which is opened after the services it runs activities from are built.</summary>
internal sealed class EngineHolder
{
    private EmbeddedEngine? engine;

    /// <summary>The engine.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public EmbeddedEngine Engine
    {
        get => engine ?? throw new InvalidOperationException("The engine is not open yet.");
        set => engine = value;
    }
}
