namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>What a host keeps beside the rows of the store: the workflow's histories, and what a file still holds of rows that are gone.</summary>
public interface ITraces
{
    /// <summary>Removes an instance that has ended, with its history.</summary>
    /// <returns>True when nothing of it is left; false while it runs, or until it can be asked again.</returns>
    Task<bool> RemoveHistoryAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Writes the files of this machine anew, so that nothing that was taken out can be read from them. Nothing where a database server keeps them.</summary>
    /// <returns>False when somebody was reading, and it is to be done again.</returns>
    Task<bool> RewriteFilesAsync(CancellationToken cancellationToken);
}
