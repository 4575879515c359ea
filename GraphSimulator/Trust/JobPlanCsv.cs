using System.Globalization;
using CsvHelper;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>The job plans as the file that a trust would export: one row an entry.</summary>
internal static class JobPlanCsv
{
    /// <summary>Writes the job plans, by address and then as they stand: email,name,day,start,end,activity,weeks,site.</summary>
    public static string Write(IEnumerable<Person> people)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions(), true))
        {
            csv.WriteRecord(["email", "name", "day", "start", "end", "activity", "weeks", "site"]);
            foreach (var person in people.OrderBy(p => p.Address, StringComparer.Ordinal))
            {
                foreach (var slot in person.JobPlan)
                {
                    csv.WriteRecord(
                    [
                        person.Address, person.Name, Camel(slot.Day.ToString()), Time(slot.Start), Time(slot.End),
                        Camel(slot.Activity.ToString()), Camel(slot.Weeks.ToString()), slot.Site ?? "",
                    ]);
                }
            }
        }

        return text.ToString();
    }

    private static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
