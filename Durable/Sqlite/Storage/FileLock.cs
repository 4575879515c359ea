using System.Globalization;

namespace ClinicalEngagement.Durable.Sqlite.Storage;

/// <summary>Holds the engine's file for one engine: a file beside it, locked by the operating system, which lets go when the process dies.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <exception cref="EngineFileInUseException">Another engine holds it.</exception>
    /// <exception cref="EngineStorageException">The lock file can't be written.</exception>
    public static FileLock Take(string databaseFile)
    {
        var path = Path.GetFullPath(databaseFile) + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            stream.Flush();
            return new FileLock(stream);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw SqliteFailure.Create(SQLitePCL.raw.SQLITE_READONLY, denied.Message, databaseFile);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new EngineFileInUseException(
                $"Durable engine file '{databaseFile}' is in use by another process or by another engine in this one. One engine owns a file: stop the other first.",
                taken);
        }
        catch (IOException impossible)
        {
            throw SqliteFailure.Create(SQLitePCL.raw.SQLITE_CANTOPEN, impossible.Message, databaseFile);
        }
    }

    public void Dispose() => stream.Dispose();
}
