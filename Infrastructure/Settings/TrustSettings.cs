using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Settings;

/// <summary>What was set on the settings pages; null is as the host is configured.</summary>
public sealed record TrustSettings
{
    /// <summary>Where the trust is.</summary>
    public Nation? Nation { get; init; }

    /// <summary>Length of a meeting, in minutes: 10 to 60.</summary>
    public int? MeetingMinutes { get; init; }

    /// <summary>Least notice of a proposed time, in working days: 1 to 20.</summary>
    public int? NoticeWorkingDays { get; init; }

    /// <summary>How far ahead a first offer is at least, in working days: not less than the notice, at most 30.</summary>
    public int? FirstOfferWorkingDays { get; init; }

    /// <summary>Kept free in the lead's calendar after a meeting, in minutes: 0 to 60.</summary>
    public int? HostBufferMinutes { get; init; }

    /// <summary>Unasked-for messages to a clinician in the window, across all projects: 1 to 10.</summary>
    public int? UnaskedCap { get; init; }

    /// <summary>The window of the cap, in working days: 5 to 60.</summary>
    public int? CapWorkingDays { get; init; }

    /// <summary>Working hours where a calendar gives none: from.</summary>
    public LocalTime? WorkingFrom { get; init; }

    /// <summary>Working hours where a calendar gives none: until.</summary>
    public LocalTime? WorkingUntil { get; init; }

    /// <summary>When nobody is asked and nothing is sent.</summary>
    public IReadOnlyList<QuietPeriod>? QuietPeriods { get; init; }

    /// <summary>Months for which judgements and notes are kept after a closing: 1 to 120.</summary>
    public int? RetentionMonths { get; init; }

    /// <summary>Passages of the messages in the trust's own words; what is not among them is as the product says it.</summary>
    public IReadOnlyDictionary<MessageText, string>? OwnTexts { get; init; }

    /// <summary>A mailbox that organises and sends for every lead, or empty for each lead's own.</summary>
    public string? SenderMailbox { get; init; }

    /// <summary>The host's options with what was set here.</summary>
    public EngagementOptions On(EngagementOptions options) => options with
    {
        Nation = Nation ?? options.Nation,
        MeetingMinutes = MeetingMinutes ?? options.MeetingMinutes,
        NoticeWorkingDays = NoticeWorkingDays ?? options.NoticeWorkingDays,
        FirstOfferWorkingDays = FirstOfferWorkingDays ?? options.FirstOfferWorkingDays,
        HostBufferMinutes = HostBufferMinutes ?? options.HostBufferMinutes,
        UnaskedCap = UnaskedCap ?? options.UnaskedCap,
        CapWorkingDays = CapWorkingDays ?? options.CapWorkingDays,
        WorkingFrom = WorkingFrom ?? options.WorkingFrom,
        WorkingUntil = WorkingUntil ?? options.WorkingUntil,
        QuietPeriods = QuietPeriods ?? options.QuietPeriods,
        RetentionMonths = RetentionMonths ?? options.RetentionMonths,
        OwnTexts = OwnTexts ?? options.OwnTexts,
    };
}
