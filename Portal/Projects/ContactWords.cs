using ClinicalEngagement.Domain.Involvement;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>Contacts in words; the colour never carries meaning alone.</summary>
internal static class ContactWords
{
    public static string Of(Contact contact) => contact switch
    {
        Contact.Met => "Met",
        Contact.Spoken => "Spoken",
        Contact.Answered => "Answered",
        Contact.Updated => "Updated",
        Contact.Nothing => "Nothing",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {contact}."),
    };

    public static string Of(LightestContact contact) => contact switch
    {
        LightestContact.AnswerWhatTheyRaised => "Answer what they raised: it is owed anyway.",
        LightestContact.ReadTheirReply => "Read their reply and answer it.",
        LightestContact.AskInNextUpdate => "Ask for their view in the next update.",
        LightestContact.SpeakFiveMinutes => "Speak for five minutes, on the telephone or in the corridor.",
        LightestContact.AskForMeeting => "Ask for a meeting: nobody has spoken with them yet.",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {contact}."),
    };
}
