using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Tests;

/// <summary>The embedded engine runs from the registry, the Functions app from its functions: the two name the same things.</summary>
public sealed class EveryNameHasItsFunctionTests
{
    [Fact]
    public void Orchestrators_AndTheirFunctions_AreTheSame() =>
        AppFunction.With<OrchestrationTriggerAttribute>().Select(f => f.Name).Order()
            .ShouldBe(EngagementOrchestrations.Registry.Orchestrators.Values.Select(o => o.Name).Order());

    [Fact]
    public void Activities_AndTheirFunctions_AreTheSame() =>
        AppFunction.With<ActivityTriggerAttribute>().Select(f => f.Name).Order()
            .ShouldBe(EngagementOrchestrations.Registry.Activities.Values.Select(a => a.Name).Order());

    [Fact]
    public void Activities_TakeAndReturnWhatTheRegistrySays()
    {
        foreach (var function in AppFunction.With<ActivityTriggerAttribute>())
        {
            var activity = EngagementOrchestrations.Registry.Activities[function.Name];
            function.Trigger<ActivityTriggerAttribute>().ParameterType.ShouldBe(activity.Input, function.Name);
            function.Method.ReturnType.ShouldBe(typeof(Task<>).MakeGenericType(activity.Output), function.Name);
            function.Type.GetConstructors().Single().GetParameters().Select(p => p.ParameterType).ShouldContain(activity.Type, function.Name);
        }
    }

    [Fact]
    public void Payloads_AreOfSealedTypes()
    {
        // Durable Task writes an object by its own type, the embedded engine by its declared one: for sealed types that is the same.
        var payloads = EngagementOrchestrations.Registry.Activities.Values.SelectMany(a => new[] { a.Input, a.Output })
            .Concat(EngagementOrchestrations.Registry.Orchestrators.Values.Select(o => o.Input));
        payloads.ShouldAllBe(type => type.IsSealed || type.IsValueType);
    }

    [Fact]
    public void FunctionNames_AreUnique() => AppFunction.All.Select(f => f.Name.ToUpperInvariant()).ShouldBeUnique();

    [Fact]
    public void Functions_StandInTheirOwnFile() =>
        AppFunction.All.GroupBy(f => f.Type).ShouldAllBe(group => group.Count() == 1);

    [Fact]
    public void ScopedClient_IsHandedOverWhereItIsTaken()
    {
        foreach (var function in AppFunction.All.Where(f => f.Type.GetConstructors().SelectMany(c => c.GetParameters())
            .Any(p => p.ParameterType == typeof(DurableTaskOrchestrationClient))))
            function.Method.GetParameters().ShouldContain(
                p => p.ParameterType == typeof(DurableTaskClient) && p.IsDefined(typeof(DurableClientAttribute), false), function.Name);
    }
}
