using ClinicalEngagement.Orchestrations.Messages;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Messages;

public sealed class MeetingTimeTests
{
    [Theory]
    [InlineData("2027-01-14T08:15", "Thursday 14 January, 8:15am", "Thu 14 Jan, 08:15")]
    [InlineData("2027-01-14T09:00", "Thursday 14 January, 9am", "Thu 14 Jan, 09:00")]
    [InlineData("2027-01-14T12:00", "Thursday 14 January, midday", "Thu 14 Jan, 12:00")]
    [InlineData("2027-01-14T12:30", "Thursday 14 January, 12:30pm", "Thu 14 Jan, 12:30")]
    [InlineData("2027-01-14T00:00", "Thursday 14 January, midnight", "Thu 14 Jan, 00:00")]
    [InlineData("2027-01-14T00:05", "Thursday 14 January, 12:05am", "Thu 14 Jan, 00:05")]
    [InlineData("2027-01-14T17:45", "Thursday 14 January, 5:45pm", "Thu 14 Jan, 17:45")]
    public void Winter_IsUniversalTime(string utc, string longer, string shorter) => ShouldRead(utc, longer, shorter);

    [Theory]
    [InlineData("2027-03-26T08:15", "Friday 26 March, 8:15am", "Fri 26 Mar, 08:15")]
    [InlineData("2027-03-29T07:15", "Monday 29 March, 8:15am", "Mon 29 Mar, 08:15")]
    [InlineData("2027-03-28T00:59", "Sunday 28 March, 12:59am", "Sun 28 Mar, 00:59")]
    [InlineData("2027-03-28T01:00", "Sunday 28 March, 2am", "Sun 28 Mar, 02:00")]
    [InlineData("2027-09-03T11:00", "Friday 3 September, midday", "Fri 3 Sep, 12:00")]
    [InlineData("2027-10-29T07:15", "Friday 29 October, 8:15am", "Fri 29 Oct, 08:15")]
    [InlineData("2027-11-01T08:15", "Monday 1 November, 8:15am", "Mon 1 Nov, 08:15")]
    public void OverTheClockChanges_ShowsTheClockOnTheWall(string utc, string longer, string shorter) => ShouldRead(utc, longer, shorter);

    [Fact]
    public void Day_JustBeforeMidnightInSummer_IsTheDayInLondon() =>
        MeetingTime.Day(Instant.FromUtc(2027, 6, 30, 23, 30)).ShouldBe("1 July");

    [Fact]
    public void Words_InAnotherLanguage_StayTheSame()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("cy-GB");
            ShouldRead("2027-09-03T07:15", "Friday 3 September, 8:15am", "Fri 3 Sep, 08:15");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static void ShouldRead(string utc, string longer, string shorter)
    {
        var at = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm").Parse(utc).Value.InUtc().ToInstant();
        MeetingTime.Long(at).ShouldBe(longer);
        MeetingTime.Short(at).ShouldBe(shorter);
    }
}
