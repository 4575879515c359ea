using System.Diagnostics;
using ClinicalEngagement.Domain.Meetings;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Why a step with a meeting cannot be taken, in the words of who wanted to take it.</summary>
internal static class StepWords
{
    public static string ForClinician(StepRefusal why) => why switch
    {
        StepRefusal.NoLongerOpen => "This invitation is no longer open. There is nothing you need to do.",
        StepRefusal.NotOffered => "That time is no longer on offer. Choose another, or reply to the mail.",
        StepRefusal.TooLateToMove => "It is too late to change the time here. Please reply to the mail or ring.",
        StepRefusal.TooSoon => "That time is too soon. Choose one that is at least two hours ahead.",
        StepRefusal.TooFarAhead => "That is too far ahead. Choose a time within twelve weeks.",
        StepRefusal.HeldInAnother => "This is now one meeting with another project’s. Answer that invitation, or reply to the mail.",
        _ => throw new UnreachableException($"No clinician is refused for {why}."),
    };

    public static string ForLead(StepRefusal why) => why switch
    {
        StepRefusal.NoLongerOpen => "This meeting is not open any more. Ask for new times.",
        StepRefusal.NotOffered => "That time was not offered, or it has passed. Enter it as another time.",
        StepRefusal.InThePast => "That time has passed. Enter a time that is ahead.",
        StepRefusal.TooFarAhead => "That is too far ahead. Enter a time within twelve weeks.",
        StepRefusal.NotAgreed => "This meeting was not agreed, so there is no outcome to record. If you have spoken, use “We’ve spoken”.",
        StepRefusal.NotYetHeld => "This meeting is still ahead. Record what came of it afterwards.",
        StepRefusal.HeldInAnother => "You join another project’s meeting with them, whose lead keeps its time. Speak with that lead.",
        StepRefusal.TooLateToMove or StepRefusal.TooSoon => "It is too late to change the time. Ring them.",
        _ => throw new UnreachableException($"No words for {why}."),
    };
}
