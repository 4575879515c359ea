using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>A container for activities that are plain functions: it makes scopes and holds nothing.</summary>
internal sealed class NoServices : IServiceProvider, IServiceScopeFactory, IServiceScope
{
    public static NoServices Instance { get; } = new();

    public IServiceProvider ServiceProvider => this;

    public object? GetService(Type serviceType) => serviceType == typeof(IServiceScopeFactory) ? this : null;

    public IServiceScope CreateScope() => this;

    public void Dispose()
    {
    }
}
