using ClinicalEngagement.Orchestrations.Messages;
using CsCheck;

namespace ClinicalEngagement.Orchestrations.Tests.Messages;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("Frailty\r\nBcc: everyone@trust.example", "Frailty Bcc: everyone@trust.example")]
    [InlineData("  Frailty \t same-day  ", "Frailty same-day")]
    [InlineData("Frailty\u2028same\u2029day\u0085care\u000b\u000cnow\0", "Frailty same day care now")]
    [InlineData("lead\u202e\u200bgnp.exe", "leadgnp.exe")]
    [InlineData("Zoë Ní Bhriain, 慢性", "Zoë Ní Bhriain, 慢性")]
    public void Of_WhatCouldBreakALine_IsABlankOrGone(string text, string line) => OneLine.Of(text).ShouldBe(line);

    [Fact]
    public void Of_AnyText_IsOneLineWithinItsLength() => Gen.Select(Gen.String, Gen.Int[1, 60]).Sample((text, length) =>
    {
        var line = OneLine.Of(text, length);
        return line.Length <= length && !line.Any(char.IsControl) && line == line.Trim() && OneLine.Of(line) == line;
    });

    [Fact]
    public void Of_TooLong_IsCutBetweenWholeCharacters()
    {
        OneLine.Of("Frailty same-day care", 12).ShouldBe("Frailty sam…");
        OneLine.Of("family 👩‍⚕️👩‍⚕️", 10).ShouldBe("family 👩…");
        OneLine.Of("Frailty", 7).ShouldBe("Frailty");
    }
}
