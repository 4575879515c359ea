using ClinicalEngagement.Infrastructure.Graph;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class RetryAfterTests
{
    private static readonly Instant Now = StubGraph.Now;

    [Theory]
    [InlineData("10", 10_000)]
    [InlineData("2.128", 2_128)]
    [InlineData("0.0004", 1)]
    [InlineData("0", 0)]
    [InlineData(" 7 ", 7_000)]
    [InlineData("Mon, 23 Nov 2026 09:01:30 GMT", 90_000)]
    [InlineData("Mon, 23 Nov 2026 08:00:00 GMT", 0)]
    [InlineData("99999999999999999999", 7 * 24 * 3600_000L)]
    public void Read_EveryFormSeen_IsThatLong(string header, long milliseconds) =>
        (RetryAfter.Read(header, Now) - Now).ShouldBe(Duration.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    public void Read_NoneOrNonsense_IsUnknown(string? header) => RetryAfter.Read(header, Now).ShouldBeNull();
}
