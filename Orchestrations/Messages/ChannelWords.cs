using ClinicalEngagement.Domain.Meetings;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>How two people meet, in words.</summary>
public static class ChannelWords
{
    /// <summary>As it is chosen: "On Teams".</summary>
    public static string Of(MeetingChannel channel) => channel switch
    {
        MeetingChannel.InPerson => "In person",
        MeetingChannel.Teams => "On Teams",
        MeetingChannel.Phone => "By telephone",
        _ => "Whichever suits",
    };

    /// <summary>After a time, with its comma: ", on Teams"; nothing while nobody has said.</summary>
    public static string AfterTime(MeetingChannel channel) => channel switch
    {
        MeetingChannel.InPerson => ", in person",
        MeetingChannel.Teams => ", on Teams (the link is in the invitation)",
        MeetingChannel.Phone => ", by telephone",
        _ => "",
    };
}
