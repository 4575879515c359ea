using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ClinicalEngagement.Domain;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>What a link is for. A link for one thing is refused for another.</summary>
public enum LinkPurpose : byte
{
    /// <summary>To answer the times of one meeting.</summary>
    AnswerTimes = 1,

    /// <summary>To send in a concern or a suggestion.</summary>
    SendWords = 2,

    /// <summary>For a secretary: to answer times and to say which times of the week are good, for those of one panel whose diary they keep.</summary>
    KeepDiary = 3,

    /// <summary>To answer “have I understood you?” about one paraphrase.</summary>
    ConfirmUnderstanding = 5,

    /// <summary>To answer “does this deal with it?” about one response.</summary>
    GiveVerdict = 6,

    /// <summary>To say how often updates come and what stands in them.</summary>
    ChooseUpdates = 7,

    /// <summary>For a colleague of the lead who owns the answer to a concern: to write it for the lead.</summary>
    ProposeAnswer = 8,
}

/// <summary>What a link that was signed here says.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Member">Who may use it: one person on one project's panel.</param>
/// <param name="Meeting">Which meeting; null unless it is for <see cref="LinkPurpose.AnswerTimes"/>.</param>
/// <param name="Expires">Refused from then on; whole seconds.</param>
/// <param name="Question">Which question about their words; null unless it is for <see cref="LinkPurpose.ConfirmUnderstanding"/> or <see cref="LinkPurpose.GiveVerdict"/>; the concern itself for <see cref="LinkPurpose.ProposeAnswer"/>.</param>
public sealed record LinkClaims(LinkPurpose Purpose, PanelMemberId Member, MeetingId? Meeting, Instant Expires, Guid? Question = null)
{
    /// <summary>What else it is bound to: the meeting, the question, or the secretary of <see cref="LinkPurpose.KeepDiary"/>.</summary>
    public Guid? Subject => Meeting?.Value ?? Question;
}

/// <summary>
/// The bytes of a link: key id, purpose, member, meeting or question if there is one, expiry in seconds, and the first 128 bits of HMAC-SHA256 over
/// all of it; in Base64 for addresses, 51 or 72 characters. Truncation to half the digest is within RFC 2104.
/// </summary>
internal static class LinkToken
{
    private const int MacLength = 16;
    private const int IdLength = 16;
    private const int LengthOfMemberAlone = 1 + 1 + IdLength + 4 + MacLength;

    // Parts this use of a key from any other the same secret might be put to.
    private static ReadOnlySpan<byte> Context => "clinical-engagement signed link 1\0"u8;

    public static string Sign(LinkClaims claims, byte keyId, byte[] secret)
    {
        var subject = claims.Subject;
        var bytes = new byte[LengthOfMemberAlone + (subject is null ? 0 : IdLength)];
        bytes[0] = keyId;
        bytes[1] = (byte)claims.Purpose;
        claims.Member.Value.TryWriteBytes(bytes.AsSpan(2), bigEndian: true, out _);
        subject?.TryWriteBytes(bytes.AsSpan(2 + IdLength), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - MacLength - 4), checked((uint)claims.Expires.ToUnixTimeSeconds()));
        Mac(bytes.AsSpan(..^MacLength), secret).CopyTo(bytes.AsSpan(bytes.Length - MacLength));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The bytes of a token, or null unless it is exactly what <see cref="Sign"/> would have written for them.</summary>
    public static byte[]? Decode(string token)
    {
        if (token.Length > 100 || !Base64Url.IsValid(token, out var length) || length is not (LengthOfMemberAlone or LengthOfMemberAlone + IdLength))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        // Base64 has several spellings of the same bytes (padding, spare bits, white space); only one of them is a link of ours.
        return Base64Url.EncodeToString(bytes) == token ? bytes : null;
    }

    public static byte KeyIdOf(byte[] bytes) => bytes[0];

    public static bool IsSignedWith(byte[] bytes, byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(Mac(bytes.AsSpan(..^MacLength), secret), bytes.AsSpan(bytes.Length - MacLength));

    /// <summary>What the bytes say; to be asked only once the signature holds.</summary>
    public static LinkClaims ClaimsOf(byte[] bytes)
    {
        var purpose = (LinkPurpose)bytes[1];
        var isQuestion = purpose is LinkPurpose.ConfirmUnderstanding or LinkPurpose.GiveVerdict or LinkPurpose.ProposeAnswer;
        Guid? subject = bytes.Length == LengthOfMemberAlone ? null : new Guid(bytes.AsSpan(2 + IdLength, IdLength), bigEndian: true);
        return new LinkClaims(
            purpose,
            new PanelMemberId(new Guid(bytes.AsSpan(2, IdLength), bigEndian: true)),
            !isQuestion && subject is { } meeting ? new MeetingId(meeting) : null,
            Instant.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(bytes.Length - MacLength - 4))),
            isQuestion ? subject : null);
    }

    private static byte[] Mac(ReadOnlySpan<byte> payload, byte[] secret)
    {
        byte[] signed = [.. Context, .. payload];
        return HMACSHA256.HashData(secret, signed)[..MacLength];
    }
}
