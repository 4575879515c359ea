using System.Reflection;
using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Tests;

/// <summary>The embedded engine runs from the registry, the Functions app from its functions: the two name the same things.</summary>
public sealed class EveryNameHasItsFunctionTests
{
    private static readonly Function[] Functions =
    [
        .. from type in typeof(DurableTaskContext).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<FunctionAttribute>()
           where attribute is not null
           select new Function(attribute.Name, type, method),
    ];

    [Fact]
    public void Orchestrators_AndTheirFunctions_AreTheSame() =>
        With<OrchestrationTriggerAttribute>().Select(f => f.Name).Order()
            .ShouldBe(EngagementOrchestrations.Registry.Orchestrators.Values.Select(o => o.Name).Order());

    [Fact]
    public void Activities_AndTheirFunctions_AreTheSame() =>
        With<ActivityTriggerAttribute>().Select(f => f.Name).Order()
            .ShouldBe(EngagementOrchestrations.Registry.Activities.Values.Select(a => a.Name).Order());

    [Fact]
    public void Activities_TakeAndReturnWhatTheRegistrySays()
    {
        foreach (var function in With<ActivityTriggerAttribute>())
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
    public void FunctionNames_AreUnique() => Functions.Select(f => f.Name.ToUpperInvariant()).ShouldBeUnique();

    [Fact]
    public void Functions_StandInTheirOwnFile() =>
        Functions.GroupBy(f => f.Type).ShouldAllBe(group => group.Count() == 1);

    [Fact]
    public void ScopedClient_IsHandedOverWhereItIsTaken()
    {
        foreach (var function in Functions.Where(f => f.Type.GetConstructors().SelectMany(c => c.GetParameters())
            .Any(p => p.ParameterType == typeof(DurableTaskOrchestrationClient))))
            function.Method.GetParameters().ShouldContain(
                p => p.ParameterType == typeof(DurableTaskClient) && p.IsDefined(typeof(DurableClientAttribute), false), function.Name);
    }

    private static IEnumerable<Function> With<TTrigger>()
        where TTrigger : Attribute => Functions.Where(f => f.Method.GetParameters().Any(p => p.IsDefined(typeof(TTrigger), false)));

    private sealed record Function(string Name, Type Type, MethodInfo Method)
    {
        public ParameterInfo Trigger<TTrigger>()
            where TTrigger : Attribute => Method.GetParameters().Single(p => p.IsDefined(typeof(TTrigger), false));
    }
}
