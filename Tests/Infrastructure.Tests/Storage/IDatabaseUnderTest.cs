using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>One empty database with the store's schema, which any number of processes can open.</summary>
public interface IDatabaseUnderTest : IAsyncDisposable
{
    /// <summary>Opens it as one more process would.</summary>
    internal StoreUnderTest Open(params IInterceptor[] interceptors);
}
