using System.Text.RegularExpressions;
using ClinicalEngagement.Domain.Panel;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>What kind of professional body it is.</summary>
public enum BodyKind
{
    /// <summary>A regulator.</summary>
    Regulator,

    /// <summary>A royal college or faculty.</summary>
    RoyalCollege,

    /// <summary>A specialist society.</summary>
    SpecialistSociety,

    /// <summary>A union, or a body that is one as well.</summary>
    Union,

    /// <summary>One that is not in the list.</summary>
    Other,
}

/// <summary>The professional bodies that clinicians belong to, and the regulator that follows from a profession.</summary>
public static partial class ProfessionalBodies
{
    private static readonly Dictionary<string, BodyKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GMC"] = BodyKind.Regulator,
        ["NMC"] = BodyKind.Regulator,
        ["GDC"] = BodyKind.Regulator,
        ["HCPC"] = BodyKind.Regulator,
        ["GPhC"] = BodyKind.Regulator,
        ["RCP"] = BodyKind.RoyalCollege,
        ["RCSEng"] = BodyKind.RoyalCollege,
        ["RCSEd"] = BodyKind.RoyalCollege,
        ["RCEM"] = BodyKind.RoyalCollege,
        ["RCR"] = BodyKind.RoyalCollege,
        ["RCPath"] = BodyKind.RoyalCollege,
        ["RCGP"] = BodyKind.RoyalCollege,
        ["RCoA"] = BodyKind.RoyalCollege,
        ["RCPsych"] = BodyKind.RoyalCollege,
        ["RCOG"] = BodyKind.RoyalCollege,
        ["RCPCH"] = BodyKind.RoyalCollege,
        ["RCOphth"] = BodyKind.RoyalCollege,
        ["FICM"] = BodyKind.RoyalCollege,
        ["Academy of Medical Royal Colleges"] = BodyKind.RoyalCollege,
        ["BGS"] = BodyKind.SpecialistSociety,
        ["SAM"] = BodyKind.SpecialistSociety,
        ["BSR"] = BodyKind.SpecialistSociety,
        ["BAD"] = BodyKind.SpecialistSociety,
        ["BOA"] = BodyKind.SpecialistSociety,
        ["BTS"] = BodyKind.SpecialistSociety,
        ["ICS"] = BodyKind.SpecialistSociety,
        ["RCN"] = BodyKind.Union,
        ["RCM"] = BodyKind.Union,
        ["BMA"] = BodyKind.Union,
        ["BDA"] = BodyKind.Union,
        ["CSP"] = BodyKind.Union,
        ["HCSA"] = BodyKind.Union,
        ["UNISON"] = BodyKind.Union,
        ["Unite"] = BodyKind.Union,
    };

    /// <summary>What kind a body is, by its usual name.</summary>
    public static BodyKind KindOf(string body) => Kinds.GetValueOrDefault(body.Trim(), BodyKind.Other);

    /// <summary>The bodies somebody belongs to: those they are listed with, and the regulator that their role implies.</summary>
    public static IReadOnlyList<string> Of(Clinician clinician)
    {
        var regulator = RegulatorFor(clinician);
        return regulator is null || clinician.ProfessionalBodies.Contains(regulator, StringComparer.OrdinalIgnoreCase)
            ? clinician.ProfessionalBodies
            : [regulator, .. clinician.ProfessionalBodies];
    }

    /// <summary>The regulator of the profession that a role names, or null when the role does not say.</summary>
    private static string? RegulatorFor(Clinician clinician) => clinician.Role switch
    {
        var role when Nursing().IsMatch(role) => "NMC",
        var role when Dental().IsMatch(role) => "GDC",
        var role when Pharmacy().IsMatch(role) => "GPhC",
        var role when Allied().IsMatch(role) => "HCPC",
        var role when Medical().IsMatch(role) || clinician.Name.StartsWith("Dr ", StringComparison.Ordinal) => "GMC",
        _ => null,
    };

    [GeneratedRegex(@"\b(?:nurs\w*|matron|midwi\w+|health visitor)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nursing();

    [GeneratedRegex(@"\b(?:dent\w+|orthodont\w+|oral)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Dental();

    [GeneratedRegex(@"\bpharmac\w+", RegexOptions.IgnoreCase)]
    private static partial Regex Pharmacy();

    [GeneratedRegex(@"\b(?:physiotherap\w+|occupational therap\w+|radiographer|dietiti\w+|paramedic\w*|speech and language\w*|podiatr\w+|biomedical scientist|operating department practitioner|clinical scientist)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Allied();

    [GeneratedRegex(@"\b(?:physician|surgeon|geriatrician|radiologist|anaesthetist|psychiatrist|paediatrician|general practitioner|GP|registrar|medical director|\w+ologist)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Medical();
}
