using ClinicalEngagement.Domain.Readiness;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>
/// Something that a panel is to have and that one member alone brought (DOMAIN: every affected specialty and professional body; long-serving
/// and newer leaders; someone with a different perspective; opinion formers).
/// </summary>
public abstract record Coverage
{
    private Coverage()
    {
    }

    /// <summary>In words, as the end of "The panel lacks …".</summary>
    public abstract string Words { get; }

    /// <summary>Somebody of a specialty.</summary>
    public sealed record OfSpecialty(string Name) : Coverage
    {
        /// <inheritdoc/>
        public override string Words => $"somebody from {Name}";
    }

    /// <summary>Somebody who belongs to a professional body.</summary>
    public sealed record OfBody(string Name) : Coverage
    {
        /// <inheritdoc/>
        public override string Words => $"somebody who belongs to the {Name}";
    }

    /// <summary>Somebody who has been here for long.</summary>
    public sealed record LongServing : Coverage
    {
        /// <inheritdoc/>
        public override string Words => "somebody long-serving";
    }

    /// <summary>Somebody who is newer here.</summary>
    public sealed record Newer : Coverage
    {
        /// <inheritdoc/>
        public override string Words => "somebody newer here";
    }

    /// <summary>Somebody who sees it differently: only the lead can say who does.</summary>
    public sealed record OtherPerspective : Coverage
    {
        /// <inheritdoc/>
        public override string Words => "somebody with a different perspective";
    }

    /// <summary>Somebody whom colleagues listen to: only the lead can say who it is.</summary>
    public sealed record Influence : Coverage
    {
        /// <inheritdoc/>
        public override string Words => "somebody whom colleagues listen to";
    }

    /// <summary>What the others on a panel do not bring without one of them.</summary>
    public static IReadOnlyList<Coverage> LostWithout(
        PanelMember gone, IEnumerable<PanelMember> panel, IReadOnlyDictionary<EmailAddress, Clinician> clinicians)
    {
        PanelMember[] others = [.. panel.Where(m => m.Id != gone.Id && m.LeftAt is null)];
        Clinician[] people = [.. others.Select(m => clinicians.GetValueOrDefault(m.Email)).OfType<Clinician>()];
        var lost = new List<Coverage>();
        if (clinicians.GetValueOrDefault(gone.Email) is { } them)
        {
            if (them.Specialty.Trim() is { Length: > 0 } specialty && !people.Any(p => IsOf(p.Specialty, p.Role, specialty)))
                lost.Add(new OfSpecialty(specialty));
            var there = people.SelectMany(ProfessionalBodies.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
            lost.AddRange(ProfessionalBodies.Of(them).Where(b => !there.Contains(b)).Distinct(StringComparer.OrdinalIgnoreCase).Select(b => new OfBody(b)));
        }

        AddIf(new LongServing(), m => m.YearsHere >= PanelChecklist.LongServingFrom);
        AddIf(new Newer(), m => m.YearsHere <= PanelChecklist.NewerUpTo);
        AddIf(new OtherPerspective(), m => (m.PositionHeld ?? m.LikelyView) is Position.HasConcerns or Position.DoesNotSupportAsProposed);
        AddIf(new Influence(), m => m.OpinionFormer);
        return lost;

        void AddIf(Coverage coverage, Func<PanelMember, bool> brings)
        {
            if (brings(gone) && !others.Any(brings))
                lost.Add(coverage);
        }
    }

    internal static bool IsOf(string specialty, string role, string asked) =>
        specialty.Contains(asked, StringComparison.OrdinalIgnoreCase) || role.Contains(asked, StringComparison.OrdinalIgnoreCase)
        || (specialty.Length > 0 && asked.Contains(specialty, StringComparison.OrdinalIgnoreCase));
}
