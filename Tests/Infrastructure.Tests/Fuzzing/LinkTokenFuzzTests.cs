using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Ports;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>Tokens of signed links: what was not signed here to the letter says nothing.</summary>
public sealed class LinkTokenFuzzTests
{
    private const int LongestAddress = 8000;

    private static readonly Instant Now = Instant.FromUtc(2027, 1, 4, 9, 0);
    private static readonly PanelMemberId Member = new(new Guid("5f0c1d4e-0000-8000-8000-000000000001"));
    private static readonly Guid Question = new("5f0c1d4e-0000-8000-8000-000000000002");

    [Fact]
    public void Token_AnyText_HoldsOnlyWhereItWasSignedHereToTheLetter()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Links:PublicAddress"] = "https://trust.example/engage/",
                ["Links:Keys:0:Id"] = "1",
                ["Links:Keys:0:Secret"] = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]),
            }).Build())
            .AddSignedLinks()
            .BuildServiceProvider();
        var (links, reader, later) = (services.GetRequiredService<ILinks>(), services.GetRequiredService<LinkReader>(), Now + Duration.FromDays(14));
        string[] signed =
        [
            .. new[]
            {
                links.AnswerTimes(Member, new MeetingId(Question), later), links.SendWords(Member, later), links.GiveVerdict(Member, Question, later),
                links.KeepDiary(Member, new EmailAddress("jo@trust.example"), later), links.SendWords(Member, Now),
            }.Select(l => l.Segments[^1]),
        ];
        var token = Gen.Frequency((1, Gen.OneOf([.. signed.Select(Gen.Const)])), (6, Mutation.TextOf(LongestAddress, signed, signed)));

        Fuzz.Run(
            Gen.Select(token, Gen.Enum<LinkPurpose>()), 3000,
            any => (Reading: reader.TryRead(any.Item1, any.Item2, Now), Claims: reader.Find(any.Item1)),
            (any, answer) =>
            {
                var (text, purpose) = any;
                var (reading, claims) = answer;
                if (reading is LinkReading.Refused { Reason: LinkRefusal.NotOurs })
                    claims.ShouldBeNull();
                else
                    signed.ShouldContain(text);
                return reading switch
                {
                    LinkReading.Valid valid when valid.Claims == claims && claims.Purpose == purpose && claims.Expires > Now => "holds",
                    LinkReading.Refused refused => refused.Reason.ToString(),
                    _ => "",
                };
            },
            any => Fuzz.Shown(any.Item1), "holds", nameof(LinkRefusal.NotOurs), nameof(LinkRefusal.OtherPurpose), nameof(LinkRefusal.Expired));
    }
}
