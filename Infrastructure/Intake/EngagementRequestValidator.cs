using System.Linq.Expressions;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using FluentValidation;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What an engagement needs to begin, and the limits of every field. Messages say what to do.</summary>
internal sealed class EngagementRequestValidator : AbstractValidator<EngagementRequest>
{
    public const int MaxClinicians = 200;

    private static readonly EngagementOptions Sending = new();

    public EngagementRequestValidator(LocalDate today)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Name).NotEmpty().WithMessage("Enter the name of the project.").OneLine("the name of the project", 100);
        Include(new PlanValidator(today));
        RuleFor(r => r.Lead).NotNull().WithMessage("Enter who leads the project.")
            .SetValidator(new PersonValidator("the project lead", "the project lead\u2019s")!);
        RuleFor(r => r.CoLead!).SetValidator(new PersonValidator("the co-lead", "the co-lead\u2019s")).When(r => r.CoLead is not null);
        RuleFor(r => r.CoLead!.Email).Must((r, email) => !Same(email, r.Lead?.Email))
            .WithMessage("The co-lead must be someone other than the lead. Name another person or leave it out.").When(r => r.CoLead is not null);
        RuleFor(r => r.Sponsor!).SetValidator(new PersonValidator("the sponsor", "the sponsor\u2019s")).When(r => r.Sponsor is not null);
        RuleFor(r => r.Sponsor!.Email).Must((r, email) => !Same(email, r.Lead?.Email) && !Same(email, r.CoLead?.Email))
            .WithMessage("The sponsor must be someone other than the lead and the co-lead. Name another person or leave it out.").When(r => r.Sponsor is not null);
        RuleFor(r => r.UpdateDay).Must(day => day is null or (>= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Friday))
            .WithMessage("Select a day from Monday to Friday for updates, or leave it out.");
        RuleFor(r => r.UpdateTime).Must(time => time is null || (time >= Sending.SendFrom && time < Sending.SendUntil))
            .WithMessage("Give a time for updates from 08:00 to before 18:00, or leave it out: nothing is sent outside working time.");
        RuleFor(r => r.FirstMessageWords).Paragraphs("the first message", 600);
        RuleFor(r => r.Clinicians)
            .NotEmpty().WithMessage("Name at least one clinician to engage.")
            .Must(c => c.Count <= MaxClinicians).WithMessage($"Name {MaxClinicians} clinicians at most. Begin with those whom the change affects most.");
        // What is too long to begin with is not looked through: it may be all that fits into a body.
        When(r => r.Clinicians.Count <= MaxClinicians, () =>
        {
            RuleForEach(r => r.Clinicians).SetValidator(new ClinicianValidator());
            RuleFor(r => r).Custom(EachPersonOnce);
        });
    }

    private static void EachPersonOnce(EngagementRequest request, ValidationContext<EngagementRequest> context)
    {
        var seen = new HashSet<EmailAddress>();
        for (var i = 0; i < request.Clinicians.Count; i++)
        {
            if (request.Clinicians[i]?.Email is not { } email || string.IsNullOrWhiteSpace(email))
                continue;
            var field = $"{nameof(EngagementRequest.Clinicians)}[{i}].{nameof(ClinicianRequest.Email)}";
            if (!seen.Add(new EmailAddress(email)))
                context.AddFailure(field, $"{email.Trim()} is on the list twice. Remove one of the two.");
            else if (Same(email, request.Lead?.Email))
                context.AddFailure(field, $"{email.Trim()} leads the project and cannot also be on its panel. Remove them from the clinicians, or name another lead.");
            else if (Same(email, request.CoLead?.Email))
                context.AddFailure(field, $"{email.Trim()} is the co-lead and cannot also be on the panel. Remove them from the clinicians, or name another co-lead.");
            else if (Same(email, request.Sponsor?.Email))
                context.AddFailure(field, $"{email.Trim()} is the sponsor and cannot also be on the panel. Remove them from the clinicians, or name another sponsor.");
        }
    }

    private static bool Same(string? one, string? other) =>
        !string.IsNullOrWhiteSpace(one) && !string.IsNullOrWhiteSpace(other) && new EmailAddress(one) == new EmailAddress(other);
}

/// <summary>The plan's part of a request: the same limits when it is sent and whenever it is changed afterwards.</summary>
internal sealed class PlanValidator : AbstractValidator<EngagementRequest>
{
    public PlanValidator(LocalDate today)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.PatientBenefit).NotEmpty().WithMessage("Say what will be better for patients.").Paragraphs("what will be better for patients", 1000);
        RuleFor(r => r.Measure!).SetValidator(new MeasureValidator(today)).When(r => r.Measure is not null);
        Each(r => r.Objectives, "objectives", 10, each => each.SetValidator(new MeasureValidator(today)));
        Each(r => r.Facts, "facts", 20, each => each.SetValidator(new FactValidator(today)));
        Each(r => r.BodiesWithDifferentView, "professional bodies", 20, each => each.SetValidator(new BodyViewValidator()));
        RuleFor(r => r.NoDifferentViewKnown).Must((r, none) => !none || r.BodiesWithDifferentView.Count == 0)
            .WithMessage("You said that no professional body is known to have a different view, and named one. Keep one of the two.");
        Each(r => r.Stances, "stances", 40, each => each.ChildRules(stance =>
        {
            stance.RuleFor(s => s.Body).NotEmpty().WithMessage("Enter which professional body it is.").OneLine("the professional body", 100);
            stance.RuleFor(s => s.Holds).NotEmpty().WithMessage("Enter what the body holds, or that it says nothing on it.").Paragraphs("what the body holds", 500);
            stance.RuleFor(s => s.Source).OneLine("the source", 300);
        }));
        Each(r => r.AffectedSpecialties, "specialties", 30, each => each.NotEmpty().WithMessage("Enter the specialty, or remove it.").OneLine("the specialty", 100));
        RuleFor(r => r.ExampleElsewhere).Paragraphs("the example from elsewhere", 1000);
        RuleFor(r => r.Story!.Text).NotEmpty().WithMessage("Tell the patient\u2019s story, or leave it out.").Paragraphs("the patient\u2019s story", 2000)
            .When(r => r.Story is not null);
        RuleFor(r => r.Story!.ConsentRecord).OneLine("where the consent is recorded", 200).When(r => r.Story is not null);
        Each(r => r.Risks, "risks", 20, each => each.SetValidator(new RiskValidator()));
    }

    // What is too long to begin with is not looked through: it may be all that fits into a body.
    private void Each<T>(
        Expression<Func<EngagementRequest, IEnumerable<T>>> list, string what, int limit, Action<IRuleBuilderInitialCollection<EngagementRequest, T>> rules)
    {
        var read = list.Compile();
        RuleFor(list).Must(l => l.Count() <= limit).WithMessage($"Give {limit} {what} at most. Keep the most important ones.");
        When(r => read(r).Count() <= limit, () => rules(RuleForEach(list)));
    }
}

internal sealed class PersonValidator : AbstractValidator<PersonRequest>
{
    public PersonValidator(string who, string whose)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(p => p.Name).NotEmpty().WithMessage($"Enter {whose} name.").OneLine($"the name of {who}", 100);
        RuleFor(p => p.Email).NotEmpty().WithMessage($"Enter {whose} e-mail address.").Address(whose);
        RuleFor(p => p.Phone).OneLine($"{whose} telephone number", 40);
        RuleFor(p => p.Role).OneLine($"{whose} role", 100);
    }
}

internal sealed class MeasureValidator : AbstractValidator<MeasureRequest>
{

    public MeasureValidator(LocalDate today)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(m => m.Name).NotEmpty().WithMessage("Enter what is measured.").OneLine("what is measured", 200);
        RuleFor(m => m.Unit).OneLine("the unit", 30);
        RuleFor(m => m.Baseline).InclusiveBetween(-TypedNumber.LargestMeasured, TypedNumber.LargestMeasured).WithMessage("Enter a baseline between minus and plus one thousand million.");
        RuleFor(m => m.Goal).InclusiveBetween(-TypedNumber.LargestMeasured, TypedNumber.LargestMeasured).WithMessage("Enter a goal between minus and plus one thousand million.");
        RuleFor(m => m.GoalDate).Must(date => date is null || date >= today).WithMessage("The date of the goal must be today or in the future. Enter a later date.")
            .Must(date => date is null || date <= today.PlusYears(20)).WithMessage("The date of the goal must be within 20 years. Enter an earlier date.");
    }
}

internal sealed class FactValidator : AbstractValidator<FactRequest>
{
    public FactValidator(LocalDate today)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(f => f.Text).NotEmpty().WithMessage("Enter the fact that the source is for.").Paragraphs("the fact", 500);
        RuleFor(f => f.Source).OneLine("the source", 300);
        RuleFor(f => f.CheckedBy).OneLine("who checked it", 100);
        RuleFor(f => f.CheckedOn).Must(on => on is null || on <= today).WithMessage("The day it was checked is in the future. Enter a day up to today.");
    }
}

internal sealed class BodyViewValidator : AbstractValidator<BodyViewRequest>
{
    public BodyViewValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(b => b.Body).NotEmpty().WithMessage("Enter which professional body has a different view.").OneLine("the professional body", 100);
        RuleFor(b => b.View).NotEmpty().WithMessage("Enter what the professional body holds.").Paragraphs("what the professional body holds", 500);
        RuleFor(b => b.Handling).Paragraphs("how the plan deals with it", 500);
    }
}

internal sealed class RiskValidator : AbstractValidator<RiskRequest>
{
    public RiskValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Text).NotEmpty().WithMessage("Enter what may go wrong.").Paragraphs("what may go wrong", 300);
        RuleFor(r => r.Prevention).Paragraphs("what keeps it from happening", 300);
        RuleFor(r => r.Contingency).Paragraphs("what is done if it happens", 300);
    }
}

internal sealed class ClinicianValidator : AbstractValidator<ClinicianRequest>
{
    public ClinicianValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the clinician\u2019s name.").OneLine("the clinician\u2019s name", 100);
        RuleFor(c => c.Email).NotEmpty().WithMessage("Enter the clinician\u2019s e-mail address.").Address("the clinician\u2019s");
        RuleFor(c => c.Role).OneLine("the clinician\u2019s role", 100);
        RuleFor(c => c.Specialty).OneLine("the clinician\u2019s specialty", 100);
        RuleFor(c => c.ProfessionalBodies).Must(b => b.Count <= 10).WithMessage("Give 10 professional bodies at most for a clinician.");
        When(c => c.ProfessionalBodies.Count <= 10, () =>
            RuleForEach(c => c.ProfessionalBodies).NotEmpty().WithMessage("Enter the professional body, or remove it.").OneLine("the professional body", 100));
        RuleFor(c => c.YearsHere).InclusiveBetween(0, 60).WithMessage("Enter the years here as a whole number from 0 to 60.");
        RuleFor(c => c.Secretary!).SetValidator(new PersonValidator("the secretary", "the secretary\u2019s")).When(c => c.Secretary is not null);
        RuleFor(c => c.JobPlan).Must(p => p.Count <= 60).WithMessage("Give 60 job plan entries at most for a clinician.");
        When(c => c.JobPlan.Count <= 60, () => RuleForEach(c => c.JobPlan).ChildRules(entry =>
        {
            entry.RuleFor(e => e.Day).NotEqual(IsoDayOfWeek.None).WithMessage("Use one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday.");
            entry.RuleFor(e => e.Site).OneLine("the site", 100);
        }));
    }
}
