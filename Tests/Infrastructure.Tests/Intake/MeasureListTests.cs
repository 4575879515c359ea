using ClinicalEngagement.Infrastructure.Intake;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>Values of a measure as people paste them or a spreadsheet writes them.</summary>
public sealed class MeasureListTests
{
    [Theory]
    [InlineData("2027-01-05,38")]
    [InlineData("05/01/2027,38")]
    [InlineData("5/1/27;38%")]
    [InlineData("5.1.2027\t38.0")]
    [InlineData("\"5 January 2027\",\"38\"")]
    [InlineData("5 Jan 27, 38 %")]
    [InlineData("5-Jan-27,38")]
    [InlineData("\uFEFFDate,Value\r\n05/01/2027,38\r\n,\r\n")]
    public void Read_AnySensibleShape_FindsDateAndValue(string text)
    {
        var read = MeasureList.Read(text);

        read.Errors.ShouldBeEmpty();
        read.Values.ShouldBe([(new LocalDate(2027, 1, 5), 38m)]);
    }

    [Theory]
    [InlineData("Jan 2027,-4.5")]
    [InlineData("Jan-27,-4.5")]
    [InlineData("January 2027,-4.5")]
    public void Read_Month_StandsForItsFirstDay(string text) => MeasureList.Read(text).Values.ShouldBe([(new LocalDate(2027, 1, 1), -4.5m)]);

    [Fact]
    public void Read_AnyOrder_IsInOrderOfDate() => MeasureList.Read("1/3/2027,3\n1/1/2027,1\n1/2/2027,2").Values.Select(v => v.Value).ShouldBe([1m, 2m, 3m]);

    [Fact]
    public void Read_LinesThatCannotBeRead_AreEachNamedAndNothingIsTaken()
    {
        var read = MeasureList.Read("date,value\n5/1/2027,38\n5/13/2027,39\n6/1/2027,n/a\n5/1/2027,40\n7/1/2027,1,200\n8/1/2027\n\"9/1\"/2027,1\n1/1/1899,2\n2/1/2027,1000000001");

        read.Values.ShouldBeEmpty();
        read.Errors.ShouldBe(
        [
            new(3, "“5/13/2027” is not a date, like 5/1/2027 or 5 January 2027."),
            new(4, "“n/a” is not a value, like 38 or 4.5."),
            new(5, "The date stands on line 2 already. Keep one of them."),
            new(6, "There is more than a date and a value. Give these two only, and a number such as 1,200 without its comma."),
            new(7, "“” is not a value, like 38 or 4.5."),
            new(8, "Put quotation marks around a whole field only, and close them on the same line."),
            new(9, "“1/1/1899” is not a date, like 5/1/2027 or 5 January 2027."),
            new(10, "“1000000001” is not a value, like 38 or 4.5."),
        ]);
    }

    [Fact]
    public void Read_FirstLineWithAMistypedDate_IsNoHeader() =>
        MeasureList.Read("31/2/2027,n/a\n1/3/2027,4").Errors.ShouldHaveSingleItem().ShouldBe(new ListError(1, "“31/2/2027” is not a date, like 5/1/2027 or 5 January 2027."));

    [Theory]
    [InlineData("", "Give a date and a value on each line, or choose a file that has them.")]
    [InlineData("date,value", "There is no value below the first line. Give a date and a value on each line.")]
    public void Read_Nothing_SaysWhatToGive(string text, string message) => MeasureList.Read(text).Errors.ShouldHaveSingleItem().Message.ShouldBe(message);
}
