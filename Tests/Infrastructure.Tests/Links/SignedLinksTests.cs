using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Ports;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Links;

public sealed class SignedLinksTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly string OldSecret = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly string NewSecret = Convert.ToBase64String([.. Enumerable.Range(100, 32).Select(i => (byte)i)]);
    private static readonly Instant Now = Instant.FromUtc(2027, 1, 4, 9, 0);
    private static readonly Instant Later = Now + Duration.FromDays(14);
    private static readonly PanelMemberId Member = new(new Guid("5f0c1d4e-0000-8000-8000-000000000001"));
    private static readonly MeetingId Meeting = new(new Guid("5f0c1d4e-0000-8000-8000-000000000002"));

    private static readonly Gen<(PanelMemberId Member, MeetingId Meeting, long Seconds)> Any = Gen.Select(
        Gen.Guid.Select(g => new PanelMemberId(g)), Gen.Guid.Select(g => new MeetingId(g)), Gen.Long[1, 100_000_000]);

    [Fact]
    public void AnswerTimes_ReadBack_SaysWhoAndWhich() => Any.Sample(any =>
    {
        var (links, reader) = With((1, OldSecret));
        var expires = Now + Duration.FromSeconds(any.Seconds);

        reader.TryRead(TokenOf(links.AnswerTimes(any.Member, any.Meeting, expires)), LinkPurpose.AnswerTimes, Now)
            .ShouldBe(new LinkReading.Valid(new LinkClaims(LinkPurpose.AnswerTimes, any.Member, any.Meeting, expires)));
        reader.TryRead(TokenOf(links.SendWords(any.Member, expires)), LinkPurpose.SendWords, Now)
            .ShouldBe(new LinkReading.Valid(new LinkClaims(LinkPurpose.SendWords, any.Member, null, expires)));
    }, iter: 300);

    [Fact]
    public void Addresses_StandUnderThePublicAddress_AndAreShort()
    {
        var (links, _) = With((1, OldSecret));

        links.AnswerTimes(Member, Meeting, Later).AbsoluteUri.ShouldMatch("^https://trust\\.example/engage/a/[A-Za-z0-9_-]{72}$");
        links.SendWords(Member, Later).AbsoluteUri.ShouldMatch("^https://trust\\.example/engage/w/[A-Za-z0-9_-]{51}$");
        links.SendWords(Member, Later).ShouldBe(links.SendWords(Member, Later), "the same link again, so that the same message is the same bytes");
    }

    [Fact]
    public void TryRead_AnySingleBitFlippedInTheBytes_IsRefused()
    {
        var (links, reader) = With((1, OldSecret), (2, NewSecret));
        foreach (var token in new[] { TokenOf(links.AnswerTimes(Member, Meeting, Later)), TokenOf(links.SendWords(Member, Later)), TokenOf(links.KeepDiary(Member, new EmailAddress("jo@trust.example"), Later)) })
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(token);
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var flipped = (byte[])bytes.Clone();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                ShouldBeRefused(reader, System.Buffers.Text.Base64Url.EncodeToString(flipped), LinkRefusal.NotOurs);
            }
        }
    }

    [Fact]
    public void TryRead_AnySingleCharacterChanged_IsRefused()
    {
        var (links, reader) = With((1, OldSecret));
        foreach (var token in new[] { TokenOf(links.AnswerTimes(Member, Meeting, Later)), TokenOf(links.SendWords(Member, Later)), TokenOf(links.KeepDiary(Member, new EmailAddress("jo@trust.example"), Later)) })
            for (var i = 0; i < token.Length; i++)
                foreach (var other in Alphabet + "=+/ .\u00e9")
                    if (other != token[i])
                        ShouldBeRefused(reader, token[..i] + other + token[(i + 1)..], LinkRefusal.NotOurs);
    }

    [Fact]
    public void TryRead_CutOffOrLengthened_IsRefused()
    {
        var (links, reader) = With((1, OldSecret));
        var token = TokenOf(links.AnswerTimes(Member, Meeting, Later));

        for (var length = 0; length < token.Length; length++)
            ShouldBeRefused(reader, token[..length], LinkRefusal.NotOurs);
        foreach (var tail in new[] { "A", "AA", "AAAA", "=", "==", " ", "\n", token })
            ShouldBeRefused(reader, token + tail, LinkRefusal.NotOurs);
    }

    [Fact]
    public void TryRead_ForAnotherPage_IsRefused()
    {
        var (links, reader) = With((1, OldSecret));

        reader.TryRead(TokenOf(links.AnswerTimes(Member, Meeting, Later)), LinkPurpose.SendWords, Now)
            .ShouldBe(new LinkReading.Refused(LinkRefusal.OtherPurpose));
        reader.TryRead(TokenOf(links.SendWords(Member, Later)), LinkPurpose.AnswerTimes, Now)
            .ShouldBe(new LinkReading.Refused(LinkRefusal.OtherPurpose));
        foreach (var purpose in Enum.GetValues<LinkPurpose>().Where(p => p != LinkPurpose.KeepDiary))
            reader.TryRead(TokenOf(links.KeepDiary(Member, new EmailAddress("jo@trust.example"), Later)), purpose, Now)
                .ShouldBe(new LinkReading.Refused(LinkRefusal.OtherPurpose));
    }

    [Fact]
    public void TryRead_FromItsExpiryOn_IsRefused()
    {
        var (links, reader) = With((1, OldSecret));
        var token = TokenOf(links.SendWords(Member, Later));

        reader.TryRead(token, LinkPurpose.SendWords, Later - Duration.Epsilon).ShouldBeOfType<LinkReading.Valid>();
        reader.TryRead(token, LinkPurpose.SendWords, Later).ShouldBe(new LinkReading.Refused(LinkRefusal.Expired));
    }

    [Fact]
    public void TryRead_AfterTheKeyWasChanged_HoldsUntilTheOldKeyIsTaken()
    {
        var token = TokenOf(With((1, OldSecret)).Links.SendWords(Member, Later));

        With((2, NewSecret), (1, OldSecret)).Reader.TryRead(token, LinkPurpose.SendWords, Now).ShouldBeOfType<LinkReading.Valid>();
        ShouldBeRefused(With((2, NewSecret)).Reader, token, LinkRefusal.NotOurs);
        ShouldBeRefused(With((1, NewSecret)).Reader, token, LinkRefusal.NotOurs);
        TokenOf(With((2, NewSecret), (1, OldSecret)).Links.SendWords(Member, Later)).ShouldNotBe(token, "new links are signed with the first key");
    }

    [Fact]
    public void TryRead_AnyText_IsRefusedWithoutAnException()
    {
        var (_, reader) = With((1, OldSecret));
        Gen.String.Sample(text => reader.TryRead(text, LinkPurpose.SendWords, Now) is LinkReading.Refused { Reason: LinkRefusal.NotOurs });
    }

    [Theory]
    [InlineData(null, 1, 32, "PublicAddress")]
    [InlineData("/engage", 1, 32, "absolute")]
    [InlineData("ftp://trust.example", 1, 32, "http or https")]
    [InlineData("https://trust.example", 0, 32, "at least one key")]
    [InlineData("https://trust.example", 2, 32, "an id of its own")]
    [InlineData("https://trust.example", 1, 31, "at least 32 bytes")]
    public void Options_ThatCannotWork_AreRefusedWithWords(string? address, int keys, int bytes, string words)
    {
        var settings = Enumerable.Range(0, keys).ToDictionary(i => $"Links:Keys:{i}:Secret", _ => (string?)Convert.ToBase64String(new byte[bytes]));
        settings["Links:PublicAddress"] = address;
        var services = Services(settings);

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<LinkOptions>>().Value).Message.ShouldContain(words);
    }

    private static void ShouldBeRefused(LinkReader reader, string token, LinkRefusal reason)
    {
        foreach (var purpose in Enum.GetValues<LinkPurpose>())
            reader.TryRead(token, purpose, Now).ShouldBe(new LinkReading.Refused(reason), token);
    }

    private static string TokenOf(Uri link) => link.Segments[^1];

    private static (ILinks Links, LinkReader Reader) With(params (byte Id, string Secret)[] keys)
    {
        var settings = new Dictionary<string, string?> { ["Links:PublicAddress"] = "https://trust.example/engage/" };
        for (var i = 0; i < keys.Length; i++)
        {
            settings[$"Links:Keys:{i}:Id"] = keys[i].Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            settings[$"Links:Keys:{i}:Secret"] = keys[i].Secret;
        }

        var services = Services(settings);
        return (services.GetRequiredService<ILinks>(), services.GetRequiredService<LinkReader>());
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddSignedLinks()
        .BuildServiceProvider();
}
