namespace ClinicalEngagement.GraphSimulator.View;

// Razor makes its components public, and with them what they show: so these are public too, and worded already.

/// <summary>What the list of people shows.</summary>
/// <param name="Clock">The time of the simulated trust.</param>
/// <param name="People">One row a person.</param>
public sealed record PeopleModel(string Clock, IReadOnlyList<PeopleRow> People);

/// <summary>One row of the list of people.</summary>
/// <param name="Address">The address.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="Department">The department.</param>
/// <param name="Answers">How they answer.</param>
/// <param name="Next">What they are going to do next, or empty.</param>
public sealed record PeopleRow(string Address, string Name, string Role, string Department, string Answers, string Next);

/// <summary>What the page of one person shows.</summary>
/// <param name="Clock">The time of the simulated trust.</param>
/// <param name="Address">The address.</param>
/// <param name="Name">The name.</param>
/// <param name="Facts">What is known of them.</param>
/// <param name="SecretaryAddress">The secretary's address, or null.</param>
/// <param name="Invitations">Invitations to what has not happened yet.</param>
/// <param name="Week">The week shown.</param>
/// <param name="WeekBefore">The Monday before, ISO.</param>
/// <param name="WeekAfter">The Monday after, ISO.</param>
/// <param name="Days">The days of the week.</param>
/// <param name="Folders">The folders of the mailbox.</param>
public sealed record PersonModel(
    string Clock,
    string Address,
    string Name,
    IReadOnlyList<FactModel> Facts,
    string? SecretaryAddress,
    IReadOnlyList<InvitationModel> Invitations,
    string Week,
    string WeekBefore,
    string WeekAfter,
    IReadOnlyList<DayModel> Days,
    IReadOnlyList<FolderModel> Folders);

/// <summary>A name and what stands to it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Text">What stands to it.</param>
public sealed record FactModel(string Name, string Text);

/// <summary>An invitation with the forms to answer it.</summary>
/// <param name="ICalUId">The meeting.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">When, from whom, and how it was answered.</param>
/// <param name="StartField">Its start as a form field takes it.</param>
/// <param name="Open">False once it is cancelled.</param>
public sealed record InvitationModel(string ICalUId, string Subject, string Text, string StartField, bool Open);

/// <summary>One day of the calendar.</summary>
/// <param name="Name">The day.</param>
/// <param name="Entries">Its entries by start.</param>
public sealed record DayModel(string Name, IReadOnlyList<EntryModel> Entries);

/// <summary>One entry of a day.</summary>
/// <param name="Time">From when to when.</param>
/// <param name="What">What it is.</param>
/// <param name="ShowAs">Graph's word for how it is shown.</param>
/// <param name="ShownAs">How it is shown, in words.</param>
public sealed record EntryModel(string Time, string What, string ShowAs, string ShownAs);

/// <summary>One folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Other">What the column of names is called.</param>
/// <param name="Messages">The newest messages.</param>
public sealed record FolderModel(string Name, string Other, IReadOnlyList<MessageRow> Messages);

/// <summary>One message of a folder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="When">When it came or was made.</param>
/// <param name="Other">Who it is from or to.</param>
/// <param name="Subject">Its subject.</param>
public sealed record MessageRow(string Id, string When, string Other, string Subject);

/// <summary>What the page of one message shows.</summary>
/// <param name="Clock">The time of the simulated trust.</param>
/// <param name="Address">Whose mailbox.</param>
/// <param name="Name">Their name.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Facts">From whom, to whom, when.</param>
/// <param name="Body">Its body.</param>
/// <param name="IsHtml">True when the body is HTML.</param>
/// <param name="CanReply">True when it was received.</param>
public sealed record MessageModel(string Clock, string Address, string Name, string Id, string Subject, IReadOnlyList<FactModel> Facts, string Body, bool IsHtml, bool CanReply);
