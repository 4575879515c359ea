using ClinicalEngagement.Infrastructure.Graph;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class SteadyClockTests
{
    private static readonly Instant Begin = Instant.FromUtc(2027, 1, 11, 9, 0);
    private static readonly Duration Hour = Duration.FromHours(1);

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(24 * 60)]
    [InlineData(-24 * 60)]
    public void Clock_ThatIsSetWrong_IsNotFollowedUntilMicrosoft365HasTheSame(int minutes)
    {
        var machine = new Machine(Begin);
        var clock = new SteadyClock(machine);

        machine.Passes(Hour);
        machine.IsSet(Duration.FromMinutes(minutes));
        clock.GetCurrentInstant().ShouldBe(Begin + Hour);
        clock.IsInDoubt.ShouldBeTrue();
        machine.Passes(Hour);
        clock.GetCurrentInstant().ShouldBe(Begin + Hour + Hour);

        // Microsoft 365 has not leapt: the clock is wrong, and stays so until somebody sets it right.
        clock.Compare(Begin + Hour + Hour);
        clock.IsInDoubt.ShouldBeFalse();
        clock.Correction.ShouldBe(Duration.FromMinutes(-minutes));
        machine.Passes(Hour);
        clock.GetCurrentInstant().ShouldBe(Begin + Hour + Hour + Hour);
        machine.IsSet(Duration.FromMinutes(-minutes));
        clock.GetCurrentInstant().ShouldBe(Begin + Hour + Hour + Hour);
        clock.Compare(Begin + Hour + Hour + Hour);
        clock.Correction.ShouldBe(Duration.Zero);
        machine.Passes(Hour);
        clock.GetCurrentInstant().ShouldBe(Begin + (Hour * 4));
    }

    [Fact]
    public void Machine_ThatSlept_IsFollowedOnceMicrosoft365SaysSo()
    {
        var machine = new Machine(Begin);
        var clock = new SteadyClock(machine);

        // Asleep, its stopwatch stands and its clock does not.
        machine.IsSet(Hour * 8);
        clock.IsInDoubt.ShouldBeTrue();
        clock.Compare(Begin + (Hour * 8));

        clock.GetCurrentInstant().ShouldBe(Begin + (Hour * 8));
        clock.Correction.ShouldBe(Duration.Zero);
        clock.IsInDoubt.ShouldBeFalse();
    }

    [Fact]
    public void Clock_ThatWasWrongAtStart_IsCorrectedByTheFirstAnswer()
    {
        var machine = new Machine(Begin + Duration.FromDays(1));
        var clock = new SteadyClock(machine);

        clock.Compare(Begin);

        clock.GetCurrentInstant().ShouldBe(Begin);
        clock.GetUtcNow().ShouldBe(Begin.ToDateTimeOffset());
    }

    [Fact]
    public void Seconds_OfAnAnswerThatWasOnItsWay_ChangeNothing()
    {
        var machine = new Machine(Begin);
        var clock = new SteadyClock(machine);

        clock.Compare(Begin - Duration.FromSeconds(100));
        clock.GetCurrentInstant().ShouldBe(Begin);
        machine.IsSet(Hour);
        clock.Compare(Begin);
        clock.Compare(Begin + Duration.FromSeconds(30));

        clock.GetCurrentInstant().ShouldBe(Begin);
    }

    [Fact]
    public void Clock_ThatIsPutRightLittleByLittle_IsFollowed()
    {
        var machine = new Machine(Begin);
        var clock = new SteadyClock(machine);

        for (var i = 0; i < 10; i++)
        {
            machine.Passes(Hour);
            machine.IsSet(Duration.FromMinutes(1));
            clock.GetCurrentInstant();
        }

        clock.GetCurrentInstant().ShouldBe(Begin + (Hour * 10) + Duration.FromMinutes(10));
    }

    /// <summary>A clock that can be set and a stopwatch that cannot.</summary>
    private sealed class Machine(Instant now) : TimeProvider
    {
        private Instant now = now;
        private long ticks;

        public override long TimestampFrequency => NodaConstants.TicksPerSecond;

        public void Passes(Duration time)
        {
            now += time;
            ticks += (long)time.TotalTicks;
        }

        public void IsSet(Duration by) => now += by;

        public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();

        public override long GetTimestamp() => ticks;
    }
}
