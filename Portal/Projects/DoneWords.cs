namespace ClinicalEngagement.Portal.Projects;

/// <summary>What a page says after something was done. Only these words can be shown: an address cannot put words into our mouth.</summary>
internal static class DoneWords
{
    public static string? Of(string? key) => key switch
    {
        "sent" => "Sent. From here it runs by itself; this page shows you when you are needed.",
        "outcome" => "The outcome is recorded.",
        "concern" => "It is recorded in the clinician’s words.",
        "answer" => "Your answer goes to the clinician.",
        "verdict" => "The clinician’s verdict is recorded.",
        "reply" => "The reply is dealt with. The engagement goes on.",
        "spoken" => "It is recorded that you have spoken.",
        "meeting" => "New times are looked for.",
        "told" => "Their answer is recorded.",
        "host" => "It is recorded who meets them.",
        "channel" => "The invitation says how you meet.",
        "deputy" => "Their colleague is on the panel.",
        "position" => "The position is recorded. Only you and your co-lead see it.",
        "removed" => "They are no longer on the panel.",
        "message" => "The first message goes out.",
        "update-held" => "The update is held. It does not go until you approve it.",
        "update-approved" => "The update goes at its time.",
        "update-edited" => "Your words are saved.",
        "aside" => "The advice is set aside.",
        "taken-up" => "The advice is taken up again.",
        "story" => "The story is removed everywhere.",
        "figure" => "It is recorded. Check the figure and answer.",
        "figure-answered" => "Your answer goes out.",
        "analysis" => "It is recorded. Only you and your co-lead see it.",
        "group" => "It is added.",
        "plan" => "The plan is changed.",
        "added" => "They are on the panel. They are looked up in the directory and put in order.",
        "measure" => "The value is entered.",
        "stage" => "The project has moved on.",
        "people" => "It is saved who leads.",
        "paused" => "The engagement is paused. Nothing is sent until you resume it.",
        "resumed" => "The engagement goes on.",
        "closed" => "The project is closed. The last update goes out.",
        "task" => "The task is settled.",
        "again" => "It is tried again.",
        _ => null,
    };
}
