using System.Text;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using Ical.Net;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal.Artefacts;

public sealed class IcsWriterTests
{
    [Fact]
    public void Write_AnInvitation_ReadsBackWhole()
    {
        var text = Encoding.UTF8.GetString(IcsWriter.Write(ArtefactSamples.Invitation));
        var calendar = Ical.Net.Calendar.Load(text).ShouldNotBeNull();
        var meeting = calendar.Events.Single();

        calendar.Method.ShouldBe("REQUEST");
        meeting.Uid.ShouldBe(ArtefactSamples.Invitation.Uid);
        meeting.Sequence.ShouldBe(2);
        meeting.DtStamp!.AsUtc.ShouldBe(new DateTime(2027, 6, 1, 8, 0, 0, DateTimeKind.Utc));
        meeting.Start!.AsUtc.ShouldBe(new DateTime(2027, 6, 10, 7, 30, 0, DateTimeKind.Utc));
        meeting.End!.AsUtc.ShouldBe(new DateTime(2027, 6, 10, 7, 50, 0, DateTimeKind.Utc));
        meeting.Summary.ShouldBe(ArtefactSamples.Invitation.Subject);
        meeting.Description.ShouldBe(ArtefactSamples.Invitation.BodyText);
        meeting.Status.ShouldBe(EventStatus.Tentative);
        meeting.Organizer!.CommonName.ShouldBe("Priya Raman");
        meeting.Attendees.Single().ShouldSatisfyAllConditions(
            a => a.Value!.OriginalString.ShouldBe("mailto:zoe.bhriain@trust.example"), a => a.CommonName.ShouldBe("Zoë Ní Bhriain"), a => a.Rsvp.ShouldBeTrue());
        text.ShouldContain("DTSTART:20270610T073000Z\r\n");
        text.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75, "RFC 5545 folds lines");
    }

    [Fact]
    public void Write_ACancellation_HasTheSameUidAndTheMethod()
    {
        var calendar = Ical.Net.Calendar.Load(Encoding.UTF8.GetString(IcsWriter.Write(ArtefactSamples.Invitation with { State = InvitationState.Cancelled, Sequence = 3 }))).ShouldNotBeNull();

        calendar.Method.ShouldBe("CANCEL");
        calendar.Events.Single().Uid.ShouldBe(ArtefactSamples.Invitation.Uid);
        calendar.Events.Single().Sequence.ShouldBe(3);
        calendar.Events.Single().Status.ShouldBe(EventStatus.Cancelled);
    }

    [Fact]
    public void Write_WordsWithALineSeparator_BeginNoLineOfTheirOwn()
    {
        var text = Encoding.UTF8.GetString(IcsWriter.Write(ArtefactSamples.Invitation with { Subject = "Frailty\u2028ATTENDEE:mailto:evil@evil.example" }));

        Ical.Net.Calendar.Load(text)!.Events.Single().Attendees.ShouldHaveSingleItem();
    }

    [Fact]
    public void Write_TheSameInvitation_IsTheSameBytes() =>
        IcsWriter.Write(ArtefactSamples.Invitation).ShouldBe(IcsWriter.Write(ArtefactSamples.Invitation with { }));
}
