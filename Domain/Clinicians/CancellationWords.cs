namespace ClinicalEngagement.Domain.Clinicians;

/// <summary>
/// What the cancellation of a meeting says, in the lead's name, to the clinician and whoever keeps their diary: why their time is free
/// again and that nothing is asked of them. No concern, no position, no link. Who declined gets no words with it.
/// </summary>
public static class CancellationWords
{
    /// <summary>The invitation was not answered.</summary>
    public const string Unanswered = "We have not heard from you, so your time is free again. There is nothing you need to do.";

    /// <summary>Lead and clinician have spoken otherwise.</summary>
    public const string Spoken = "We have spoken, so your time is free again. There is nothing you need to do.";

    /// <summary>The time has come to clash with clinical work.</summary>
    public const string Lost =
        "I am sorry: this time has come to clash with your clinical work, so I have taken it out of your diary. I will suggest other times. There is nothing you need to do.";

    /// <summary>The lead gave the time back for a quiet period.</summary>
    public static string Released(string reason) =>
        $"I am sorry to take this out of your diary: because of {reason} your time is yours again. I will suggest times after it. There is nothing you need to do.";

    /// <summary>The project was closed.</summary>
    public const string Closed = "The project has been closed, so we no longer need your time. Thank you.";

    /// <summary>They asked for no more.</summary>
    public const string AsAsked = "As you asked, we have taken this out of your diary.";

    /// <summary>They are no longer on the panel: they did not ask for it, and no reason is given.</summary>
    public const string NoLongerNeeded = "We no longer need this time, so it is yours again. I am sorry for the change. There is nothing you need to do.";

    /// <summary>The project has another lead, whose invitation for the same time comes in its place.</summary>
    public static string HandedOver(string lead) =>
        $"{lead} now leads this project. An invitation for the same time comes from {lead} in place of this one. There is nothing you need to do.";

    /// <summary>The time is given back because another project's meeting serves both.</summary>
    /// <param name="host">Who holds that meeting.</param>
    /// <param name="guest">Who joins it, or null where the same person leads both projects.</param>
    /// <param name="when">When it is, in words.</param>
    public static string Shared(string host, string? guest, string when) => guest is null
        ? $"One meeting instead of two: I speak with you about both projects on {when}. There is nothing you need to do."
        : $"One meeting instead of two: {guest} joins {host} on {when}, to speak with you about both projects. There is nothing you need to do.";

    /// <summary>All of them that name nobody.</summary>
    public static IReadOnlyList<string> All { get; } = [Unanswered, Spoken, Lost, Closed, AsAsked, NoLongerNeeded];
}
