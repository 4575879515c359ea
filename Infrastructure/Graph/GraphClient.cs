using System.Net;
using Azure.Core;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Authentication.Azure;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Makes the official SDK's client as the product needs it.</summary>
internal static class GraphClient
{
    /// <summary>A client for those options.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="primaryHandler">What sends the requests in the end; null for the network.</param>
    /// <param name="seen">Told what time Microsoft 365 has, with each answer; null where nobody wants to know.</param>
    public static GraphServiceClient Create(GraphOptions options, HttpMessageHandler? primaryHandler = null, Action<Instant>? seen = null)
    {
        // Waiting is the workflow's: the SDK's own retries repeat POSTs and misread Retry-After.
        var handlers = GraphClientFactory.CreateDefaultHandlers()
            .Select(h => h is RetryHandler ? new RetryHandler(new RetryHandlerOption { MaxRetry = 0, ShouldRetry = (_, _, _) => false }) : h)
            .Append(new PreferHandler())
            .Append(new ErrorBodyHandler())
            .Concat(seen is null ? [] : [new AnswerDateHandler(seen)])
            .ToList();
        var http = GraphClientFactory.Create(handlers, finalHandler: primaryHandler ?? Network(options), disposeHandler: true);
        http.Timeout = options.Timeout;

        // Traces would carry the mailbox in every address.
        var adapter = new HttpClientRequestAdapter(
            Authentication(options), httpClient: http, observabilityOptions: new() { IncludeEUIIAttributes = false });
        return new GraphServiceClient(adapter, options.BaseAddress.AbsoluteUri.TrimEnd('/'));
    }

    /// <summary>What the app shows who it is with; null for a fixed token.</summary>
    public static TokenCredential? Credential(GraphOptions options) => options.Credential switch
    {
        GraphCredential.Secret => new ClientSecretCredential(options.TenantId, options.ClientId, options.ClientSecret),
        GraphCredential.Certificate => new ClientCertificateCredential(options.TenantId, options.ClientId, options.CertificatePath),
        GraphCredential.ManagedIdentity => new ManagedIdentityCredential(string.IsNullOrWhiteSpace(options.ClientId)
            ? ManagedIdentityId.SystemAssigned
            : ManagedIdentityId.FromUserAssignedClientId(options.ClientId)),
        _ => null,
    };

    private static IAuthenticationProvider Authentication(GraphOptions options)
    {
        var host = options.BaseAddress.Host;
        return Credential(options) is { } credential
            ? new AzureIdentityAuthenticationProvider(credential, [host], null, true, $"{options.BaseAddress.GetLeftPart(UriPartial.Authority)}/.default")
            : new BaseBearerTokenAuthenticationProvider(new FixedTokenProvider(options.Token!, host));
    }

    /// <summary>What sends requests.</summary>
    public static SocketsHttpHandler Network(GraphOptions options) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseProxy = !options.BaseAddress.IsLoopback,
        // Addresses name mailboxes; they are not for traces either.
        ActivityHeadersPropagator = null,
    };
}
