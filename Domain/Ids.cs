using System.Security.Cryptography;
using System.Text;

namespace ClinicalEngagement.Domain;

/// <summary>One engagement's project.</summary>
public readonly record struct ProjectId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>One clinician on one panel; derived from the project and the clinician's address, so that adding somebody twice finds the first.</summary>
public readonly record struct PanelMemberId(Guid Value)
{
    /// <summary>The id of that clinician on that panel; addresses are compared without case.</summary>
    public static PanelMemberId For(ProjectId project, EmailAddress clinician) => new(StableId.From("panel-member", project, clinician));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>One meeting with one panel member, from its first offer to its outcome.</summary>
public readonly record struct MeetingId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>One effect on the world outside; its key is derived from the fact that caused it.</summary>
public readonly record struct EffectId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>One concern or suggestion.</summary>
public readonly record struct ConcernId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>One update of a project: the draft and what became of it.</summary>
public readonly record struct UpdateId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>Something that waits for a person.</summary>
public readonly record struct TaskId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>A signed-in person as the audit names them: a number that says nothing; <see cref="Audit.AuditPerson"/> says whose it is, for as long as that is kept.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>One request to begin an engagement, as it came in by form, API or queue.</summary>
public readonly record struct RequestId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>Ids that are derived from what they name, so that the same cause has the same id on every try and every run.</summary>
public static class StableId
{
    /// <summary>The first 128 bits of SHA-256 over the parts, in the shape of a GUID of version 8 (RFC 9562).</summary>
    public static Guid From(params ReadOnlySpan<object> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part).Append('\u001f');
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
