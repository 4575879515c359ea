using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.Options;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>Makes signed links under the public address: <c>/a/{token}</c> to answer times, <c>/w/{token}</c> to send words,
/// <c>/u/{token}</c> to say whether they were understood, <c>/v/{token}</c> whether an answer deals with it, <c>/p/{token}</c> how often updates
/// come, <c>/s/{token}</c> for a secretary, <c>/o/{token}</c> for the owner of an answer.</summary>
/// <remarks>The same arguments and keys give the same link, so that a message rendered again is the same message.</remarks>
internal sealed class SignedLinks(IOptions<LinkOptions> options, LinkKeys keys) : ILinks
{
    public Uri AnswerTimes(PanelMemberId member, MeetingId meeting, Instant expires) =>
        Address("a", new LinkClaims(LinkPurpose.AnswerTimes, member, meeting, expires));

    public Uri SendWords(PanelMemberId member, Instant expires) =>
        Address("w", new LinkClaims(LinkPurpose.SendWords, member, null, expires));

    public Uri KeepDiary(PanelMemberId member, EmailAddress secretary, Instant expires) =>
        Address("s", new LinkClaims(LinkPurpose.KeepDiary, member, new MeetingId(Secretaries.KeyOf(secretary)), expires));

    public Uri ConfirmUnderstanding(PanelMemberId member, Guid question, Instant expires) =>
        Address("u", new LinkClaims(LinkPurpose.ConfirmUnderstanding, member, null, expires, question));

    public Uri GiveVerdict(PanelMemberId member, Guid question, Instant expires) =>
        Address("v", new LinkClaims(LinkPurpose.GiveVerdict, member, null, expires, question));

    public Uri ProposeAnswer(PanelMemberId member, ConcernId concern, Instant expires) =>
        Address("o", new LinkClaims(LinkPurpose.ProposeAnswer, member, null, expires, concern.Value));

    public Uri ChooseUpdates(PanelMemberId member, Instant expires) =>
        Address("p", new LinkClaims(LinkPurpose.ChooseUpdates, member, null, expires));

    private Uri Address(string path, LinkClaims claims)
    {
        var (id, secret) = keys.Signing;
        var root = options.Value.PublicAddress!.AbsoluteUri.TrimEnd('/');
        return new Uri($"{root}/{path}/{LinkToken.Sign(claims, id, secret)}");
    }
}
