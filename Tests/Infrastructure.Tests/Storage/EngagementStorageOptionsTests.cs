using ClinicalEngagement.Infrastructure.Storage;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

public sealed class EngagementStorageOptionsTests
{
    private static readonly EngagementStorageOptions Valid = new() { ConnectionString = "Data Source=engagement.db" };

    public static TheoryData<string, EngagementStorageOptions> Wrong() => new()
    {
        { "connection string", Valid with { ConnectionString = " " } },
        { "file", Valid with { ConnectionString = "Data Source=:memory:" } },
        { "file", Valid with { ConnectionString = "Data Source=x;Mode=Memory;Cache=Shared" } },
        { "MaxAttempts", Valid with { MaxAttempts = 1 } },
        { "MaxBackoffMilliseconds", Valid with { MaxBackoffMilliseconds = 0 } },
        { "EntraToken", Valid with { EntraToken = true } },
    };

    [Fact]
    public void Validate_Defaults_AreValid() => Should.NotThrow(Valid.Validate);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_WrongOption_SaysWhich(string word, EngagementStorageOptions options) =>
        Should.Throw<ArgumentException>(options.Validate).Message.ShouldContain(word);
}
