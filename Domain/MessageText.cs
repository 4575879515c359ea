namespace ClinicalEngagement.Domain;

/// <summary>A passage of the messages that a trust may word itself. What holds a promise of the product, such as how to stop, is not among them.</summary>
public enum MessageText
{
    /// <summary>In the words proposed for a first message: what is asked of the clinician.</summary>
    FirstAsk,

    /// <summary>In a first message, after the question for a meeting: how it may be held.</summary>
    HowWeMeet,

    /// <summary>At the end of the one automatic reminder.</summary>
    ReminderClosing,

    /// <summary>In the brief before a meeting: what is asked of the clinician.</summary>
    BriefAsk,

    /// <summary>At the foot of every message to a clinician, such as the team and how to reach it; nothing in the product's own words.</summary>
    Foot,

    /// <summary>On the page that says whom to turn to: for whoever is not well.</summary>
    SupportContact,

    /// <summary>On the same page: where harm to a patient, or the danger of it, is reported.</summary>
    SafetyContact,

    /// <summary>On the same page: whom to tell how somebody behaves, or to speak up to.</summary>
    SpeakUpContact,

    /// <summary>On the privacy notice: who is responsible, and how the data protection officer is reached.</summary>
    PrivacyContact,
}

/// <summary>The product's own words for each passage, and how long a trust's may be.</summary>
public static class MessageTexts
{
    /// <summary>As it is said where the trust has no words of its own; empty where nothing is.</summary>
    public static string Standard(MessageText which) => which switch
    {
        MessageText.FirstAsk => "Before we settle how, I would like to hear from you: what matters to you and your patients, and what may not work here.",
        MessageText.HowWeMeet => "In person, by phone or on Teams, whichever suits you.",
        MessageText.ReminderClosing => "This is the only reminder. If now is a bad time, say so and I will ask again in a month. If you would rather not meet, that is fine too.",
        MessageText.BriefAsk => "your honest view: what matters to you and your patients, what may not work here, and what you would do instead.",
        MessageText.Foot => "",
        MessageText.SupportContact => "Your occupational health service, a colleague you trust, or your GP. At any hour: NHS 111, the mental health option; Samaritans on 116 123; or text SHOUT to 85258.",
        MessageText.SafetyContact => "Tell whoever is in charge of the shift now. Then record it in your trust’s incident system, which passes it on to Learn from patient safety events (LFPSE), or at record.learn-from-patient-safety-events.nhs.uk.",
        MessageText.SpeakUpContact => "Your trust’s Freedom to Speak Up guardian listens in confidence. You can also turn to your line manager, HR, your union or your professional body.",
        MessageText.PrivacyContact => "The NHS trust that the project lead works for. Its data protection officer is named on the trust’s website, in its own privacy notice.",
        _ => throw new ArgumentOutOfRangeException(nameof(which), which, "No words for this passage."),
    };

    /// <summary>The longest it may be, in characters: a first message stays within its own limit with it.</summary>
    public static int Longest(MessageText which) => which == MessageText.FirstAsk ? 200 : 400;
}
