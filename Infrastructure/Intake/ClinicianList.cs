using System.Globalization;
using System.Text.RegularExpressions;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What was read from a list of clinicians.</summary>
/// <param name="Clinicians">The rows that could be read, in their order.</param>
/// <param name="Errors">What is wrong with the others.</param>
/// <param name="Lines">The line on which each of the clinicians stands, from 1.</param>
public sealed record ClinicianListResult(
    IReadOnlyList<ClinicianRequest> Clinicians, IReadOnlyList<ListError> Errors, IReadOnlyList<int> Lines);

/// <summary>
/// Reads clinicians from pasted lines or a CSV file: commas, semicolons or tabs; with a header in any order, or without one (the field
/// with an @ is the address, the first other one the name, the next the role, then the specialty). <c>Name &lt;address&gt;</c>, as mail
/// programs copy it, is understood too, also several on one line.
/// </summary>
public static partial class ClinicianList
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 200_000;

    /// <summary>The most lines that are read; a panel has 200 clinicians at most.</summary>
    public const int MaxLines = 5000;

    // So many a person mends at a time.
    private const int MaxErrors = 50;

    // A whole panel's addresses, copied onto one line.
    private const int MaxLineLength = 20_000;

    private const int MaxShown = 100;

    // A header of more fields is none.
    private const int MaxColumns = 100;

    private enum Column
    {
        Name,
        FirstName,
        LastName,
        Email,
        Role,
        Specialty,
        Bodies,
        Years,
        SecretaryName,
        SecretaryEmail,
        Power,
        Impact,
        OpinionFormer,
        LikelyView,
        PositionNeeded,
    }

    private static readonly Dictionary<string, Column> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = Column.Name,
        ["fullname"] = Column.Name,
        ["clinician"] = Column.Name,
        ["displayname"] = Column.Name,
        ["firstname"] = Column.FirstName,
        ["forename"] = Column.FirstName,
        ["givenname"] = Column.FirstName,
        ["lastname"] = Column.LastName,
        ["surname"] = Column.LastName,
        ["familyname"] = Column.LastName,
        ["email"] = Column.Email,
        ["mail"] = Column.Email,
        ["emailaddress"] = Column.Email,
        ["address"] = Column.Email,
        ["role"] = Column.Role,
        ["jobtitle"] = Column.Role,
        ["job"] = Column.Role,
        ["position"] = Column.Role,
        ["grade"] = Column.Role,
        ["specialty"] = Column.Specialty,
        ["speciality"] = Column.Specialty,
        ["department"] = Column.Specialty,
        ["professionalbody"] = Column.Bodies,
        ["professionalbodies"] = Column.Bodies,
        ["body"] = Column.Bodies,
        ["college"] = Column.Bodies,
        ["yearshere"] = Column.Years,
        ["years"] = Column.Years,
        ["secretary"] = Column.SecretaryName,
        ["secretaryname"] = Column.SecretaryName,
        ["pa"] = Column.SecretaryName,
        ["secretaryemail"] = Column.SecretaryEmail,
        ["secretarymail"] = Column.SecretaryEmail,
        ["paemail"] = Column.SecretaryEmail,
        ["power"] = Column.Power,
        ["impact"] = Column.Impact,
        ["opinionformer"] = Column.OpinionFormer,
        ["likelyview"] = Column.LikelyView,
        ["expectedview"] = Column.LikelyView,
        ["positionneeded"] = Column.PositionNeeded,
        ["neededposition"] = Column.PositionNeeded,
    };

    /// <summary>Reads the list. Addresses and lengths are checked with the rest of the request.</summary>
    public static ClinicianListResult Read(string text)
    {
        if (text.Length > MaxLength)
            return new([], [new(1, "The list is too long. Give the clinicians in 200,000 characters or fewer.")], []);
        if (CsvBounds.Broken(text, MaxLines, MaxLineLength) is { } broken)
            return new([], [new(broken.Line, broken.IsTooLong ? "The line is too long. Give each clinician a line." : "The list has more than 5,000 lines. Give the clinicians only.")], []);
        var clinicians = new List<ClinicianRequest>();
        var lines = new List<int>();
        var errors = new List<ListError>();
        using var reader = CsvRows.Open(text, bad => AddError(bad.Line, bad.Message));
        Column?[]? columns = null;
        var first = true;
        while (errors.Count < MaxErrors && reader.Read())
        {
            var row = reader.Current.ToArray();
            if (row.All(string.IsNullOrWhiteSpace))
                continue;
            if (first && HeaderOf(row) is { } header)
                columns = header;
            else if (columns is null && Copied(row) is { } copied)
                copied.ForEach(c => Add(c, (int)reader.LineNumber));
            else
                Take(columns is null ? ByGuess(row) : ByHeader(row, columns), (int)reader.LineNumber);
            first = false;
        }
        return new(clinicians, [.. errors.OrderBy(e => e.Line)], lines);

        void AddError(int line, string message)
        {
            if (errors.Count < MaxErrors)
                errors.Add(new(line, message));
        }

        void Add(ClinicianRequest clinician, int line)
        {
            clinicians.Add(clinician);
            lines.Add(line);
        }

        void Take(ClinicianRequest clinician, int line)
        {
            if (string.IsNullOrWhiteSpace(clinician.Email))
                AddError(line, string.IsNullOrWhiteSpace(clinician.Name) ? "Add a name and an e-mail address." : $"Add an e-mail address for {Shown(clinician.Name)}.");
            else if (string.IsNullOrWhiteSpace(clinician.Name))
                AddError(line, $"Add a name for {Shown(clinician.Email)}.");
            else
                Add(clinician, line);
        }
    }

    // A field may be as long as the list; no more of it is repeated than a person can read.
    private static string Shown(string field) => field.Length <= MaxShown ? field : string.Concat(field.AsSpan(0, MaxShown), "\u2026");

    private static Column?[]? HeaderOf(string[] row)
    {
        if (row.Length > MaxColumns || row.Any(f => f.Contains('@')))
            return null;
        var columns = row.Select(f => Headers.TryGetValue(NotLetters().Replace(f, ""), out var column) ? column : (Column?)null).ToArray();
        return columns.Contains(Column.Email) ? columns : null;
    }

    private static List<ClinicianRequest>? Copied(string[] row)
    {
        var people = new List<ClinicianRequest>();
        foreach (var field in row.Where(f => f.Length > 0))
        {
            if (NameAndAddress(field) is not { } person)
                return null;
            people.Add(new ClinicianRequest { Name = person.Name, Email = person.Email });
        }
        return people.Count > 0 ? people : null;
    }

    private static ClinicianRequest ByGuess(string[] row)
    {
        var copied = row.Select(NameAndAddress).FirstOrDefault(p => p is not null);
        var email = copied?.Email ?? row.FirstOrDefault(f => f.Contains('@'));
        var words = row.Where(f => !f.Contains('@') && f.Length > 0).ToList();
        if (copied is { } person)
            words.Insert(0, person.Name);
        return new ClinicianRequest { Name = words.ElementAtOrDefault(0), Email = email, Role = words.ElementAtOrDefault(1), Specialty = words.ElementAtOrDefault(2) };
    }

    private static ClinicianRequest ByHeader(string[] row, Column?[] columns)
    {
        // By the row: a header may have many more fields than a line.
        string? Get(Column column)
        {
            for (var i = 0; i < Math.Min(row.Length, columns.Length); i++)
                if (columns[i] == column && row[i].Length > 0)
                    return row[i];
            return null;
        }

        var name = Get(Column.Name) ?? $"{Get(Column.FirstName)} {Get(Column.LastName)}".Trim();
        return new ClinicianRequest
        {
            Name = name,
            Email = Get(Column.Email),
            Role = Get(Column.Role),
            Specialty = Get(Column.Specialty),
            ProfessionalBodies = Get(Column.Bodies)?.Split([';', '/', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            YearsHere = int.TryParse(Get(Column.Years), NumberStyles.None, CultureInfo.InvariantCulture, out var years) ? years : null,
            Power = Level(Get(Column.Power)),
            Impact = Level(Get(Column.Impact)),
            OpinionFormer = Get(Column.OpinionFormer) is { } former && former.Trim().ToUpperInvariant() is "YES" or "Y" or "TRUE" or "X" or "1",
            LikelyView = View(Get(Column.LikelyView)),
            PositionNeeded = View(Get(Column.PositionNeeded)),
            Secretary = Get(Column.SecretaryEmail) is { } secretary
                ? new PersonRequest { Name = Get(Column.SecretaryName) ?? secretary, Email = secretary }
                : null,
        };
    }

    // What cannot be read is left open: the lead says it on the panel's page.
    private static HighOrLow? Level(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "HIGH" or "H" => HighOrLow.High,
        "LOW" or "L" => HighOrLow.Low,
        _ => null,
    };

    private static Position? View(string? text) => text is not null && Enum.TryParse<Position>(NotLetters().Replace(text, ""), ignoreCase: true, out var view) ? view : null;

    [GeneratedRegex("[^A-Za-z]")]
    private static partial Regex NotLetters();

    // By hand, in one go: as a pattern it would try every way to part a long field.
    private static (string Name, string Email)? NameAndAddress(string field)
    {
        if (!field.EndsWith('>') || field.LastIndexOf('<') is not (> 0 and var open))
            return null;
        var (name, email) = (field[..open].TrimEnd(), field[(open + 1)..^1].Trim());
        return name.Length > 0 && !name.AsSpan().ContainsAny('<', '>', '@')
            && email.IndexOf('@', StringComparison.Ordinal) > 0 && !email.EndsWith('@') && !email.Contains('>', StringComparison.Ordinal) && !email.Any(char.IsWhiteSpace)
            ? (name.Trim(' ', '"'), email)
            : null;
    }
}
