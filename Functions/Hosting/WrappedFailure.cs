using System.Reflection;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>
/// An activity's failure as the worker's Durable extension puts it, before any middleware sees it, into an exception of its own: type and
/// message as JSON, which is how they reach the host. That exception is internal to the extension; <c>NothingPersonalIsSentTests</c> makes one.
/// </summary>
internal static class WrappedFailure
{
    /// <summary>The wrapper's full name.</summary>
    public const string Name = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Exceptions.DurableSerializationException";

    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What is wrapped, or null where nothing is.</summary>
    public static Exception? Inside(Exception failure) =>
        failure.GetType().FullName == Name ? failure.GetType().GetField("fromException", Instance)?.GetValue(failure) as Exception : null;

    /// <summary>Wraps one.</summary>
    /// <param name="wrapper">The type that <see cref="Name"/> names.</param>
    /// <param name="failure">What goes into it.</param>
    public static Exception Around(Type wrapper, Exception failure) =>
        (Exception)Activator.CreateInstance(wrapper, Instance, binder: null, [failure], culture: null)!;
}
