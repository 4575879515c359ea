namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>The data folder, owned by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream owned;

    private DataFolder(FileStream owned) => this.owned = owned;

    /// <summary>Makes the folder when it is not there, and takes it.</summary>
    /// <exception cref="DataFolderInUseException">Another process works in it.</exception>
    public static DataFolder Take(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new DataFolder(new FileStream(Path.Combine(path, "owner"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new DataFolderInUseException(path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();
}

/// <summary>Another process works in the data folder.</summary>
internal sealed class DataFolderInUseException(string path, Exception inner)
    : Exception($"Another Clinical Engagement is at work in {path}. Stop it first, or name another folder with --data.", inner);
