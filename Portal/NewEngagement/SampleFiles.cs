using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>A sample project that can be loaded.</summary>
/// <param name="File">The name of its file, without the folder.</param>
/// <param name="Request">What it asks for, marked as sample data.</param>
public sealed record Sample(string File, EngagementRequest Request);

/// <summary>The sample projects in the host's folder.</summary>
internal sealed class SampleFiles(IOptions<PortalOptions> options)
{
    /// <summary>Every sample that can be read, by file name; a file that is not an engagement is left out.</summary>
    public async Task<IReadOnlyList<Sample>> ListAsync(CancellationToken cancellationToken)
    {
        if (options.Value.SamplesFolder is not { } folder || !Directory.Exists(folder))
            return [];
        var samples = new List<Sample>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            if (EngagementRequestReader.Read(await File.ReadAllBytesAsync(file, cancellationToken)) is ReadRequest.Read read)
                samples.Add(new Sample(Path.GetFileName(file), read.Request with { SampleData = true }));
        return samples;
    }

    /// <summary>The sample of that name, or null; only names that are listed are found.</summary>
    public async Task<Sample?> FindAsync(string file, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(s => s.File == file);
}
