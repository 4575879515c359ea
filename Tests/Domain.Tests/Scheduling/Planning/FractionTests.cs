using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

public sealed class FractionTests
{
    private const long Large = 1L << 58;

    [Fact]
    public void TimesAndOver_EveryFractionOfTheInverse_IsExactAsWholeNumbersAre()
    {
        for (var denominator = 1; denominator < 64; denominator++)
            for (var numerator = 1; numerator <= 130; numerator++)
            {
                var (factor, value) = ((double)numerator / denominator, (Int128)Large + (1_000 * numerator) + denominator);
                Fraction.Times(value, factor).ShouldBe(value * numerator / denominator);
                Fraction.Times(value, -factor).ShouldBe(-(value * numerator / denominator));
                Fraction.Over(value, factor).ShouldBe(value * denominator / numerator);
                Fraction.Over(value, -factor).ShouldBe(-(value * denominator / numerator));
            }
    }

    [Theory]
    [InlineData(7, 0.5, 3)]
    [InlineData(-7, 0.5, -3)]
    [InlineData(7, -1.5, -10)]
    [InlineData(9, -2, -18)]
    [InlineData(10, 0, 0)]
    [InlineData(10, 1e-9, 0)]
    public void Times_WhatDoesNotComeOutWhole_IsCutTowardsZero(int value, double factor, int product) => Fraction.Times(value, factor).ShouldBe(product);

    [Theory]
    [InlineData(7, 2, 3)]
    [InlineData(-7, 2, -3)]
    [InlineData(7, -0.75, -9)]
    [InlineData(7, -1, -7)]
    public void Over_WhatDoesNotComeOutWhole_IsCutTowardsZero(int value, double divisor, int quotient) => Fraction.Over(value, divisor).ShouldBe(quotient);

    [Fact]
    public void TimesAndOver_NearlyAFraction_AreOfThatFractionUpToTheInversesRounding()
    {
        const int Value = 3 << 20;
        Fraction.Times(Value, (1 / 3.0) + 2e-8).ShouldBe(1 << 20);
        Fraction.Times(Value, (1 / 3.0) - 2e-8).ShouldBe(1 << 20);
        Fraction.Times(Value, (1 / 3.0) + 6e-8).ShouldBe((1 << 20) - 1, "a millionth part, rounded");
        Fraction.Over(1 << 20, (1 / 3.0) + 2e-8).ShouldBe(Value);
    }

    [Fact]
    public void TimesAndOver_AnythingElse_AreOfMillionths()
    {
        Fraction.Times(1 << 20, 0.0123456).ShouldBe(12_945);
        Fraction.Times(1 << 20, -0.0123456).ShouldBe(-12_945);
        Fraction.Over(1_000, 0.0123456).ShouldBe(81_002);
        Fraction.Times(1 << 20, 1 / 67.0).ShouldBe(15_650);
    }
}
