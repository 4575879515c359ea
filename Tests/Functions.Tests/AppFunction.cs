using System.Reflection;
using ClinicalEngagement.Functions.Durable;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Tests;

/// <summary>One function of the app.</summary>
/// <param name="Name">By which the host knows it.</param>
/// <param name="Type">Its class.</param>
/// <param name="Method">What runs.</param>
internal sealed record AppFunction(string Name, Type Type, MethodInfo Method)
{
    /// <summary>Every function of the app.</summary>
    public static IReadOnlyList<AppFunction> All { get; } =
    [
        .. from type in typeof(DurableTaskContext).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<FunctionAttribute>()
           where attribute is not null
           select new AppFunction(attribute.Name, type, method),
    ];

    public static IEnumerable<AppFunction> With<TTrigger>()
        where TTrigger : Attribute => All.Where(f => f.Method.GetParameters().Any(p => p.IsDefined(typeof(TTrigger), false)));

    public ParameterInfo Trigger<TTrigger>()
        where TTrigger : Attribute => Method.GetParameters().Single(p => p.IsDefined(typeof(TTrigger), false));
}
