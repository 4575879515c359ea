using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>Replays Microsoft's documented examples and what the SDK puts on the wire.</summary>
public sealed class ReplayTests
{
    private static readonly string[] NotCompared =
    [
        // Not in the official description, so that no answer may carry them.
        "uid", "notificationContentType", "@odata.id", "event@odata.context", "singleValueExtendedProperties@odata.context",
        // Links that depend on how much there is.
        "@odata.nextLink", "@odata.deltaLink",
        // There only where somebody set or proposed it.
        "proposedNewTime", "transactionId",
        // A location is kept by its name alone.
        "address", "coordinates", "locationUri", "uniqueId",
        // Shown by the example without being selected.
        "mailNickname", "otherMails", "proxyAddresses",
    ];

    private static readonly Dictionary<string, string> NotCovered = new()
    {
        ["communications.presences.get"] = "presence",
        ["users.presence.get"] = "presence",
        ["users.events.attachments.list"] = "attachments of events",
        ["users.events.forward"] = "forwarding",
        ["users.events.instances.list"] = "recurring events",
        ["users.mailboxSettings.patch"] = "changing mailbox settings",
        ["users.messages.extensions.create"] = "open extensions",
        ["users.translateExchangeIds"] = "translating ids",
    };

    public static TheoryData<string> Examples()
    {
        var data = new TheoryData<string>();
        if (Contract.Folder is null)
            data.Add("(no examples)");
        else
        {
            foreach (var folder in System.IO.Directory.EnumerateDirectories(Path.Combine(Contract.Folder, "golden")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal))
            {
                if (!folder.StartsWith("errors.", StringComparison.Ordinal) && !folder.StartsWith("notifications.", StringComparison.Ordinal) && folder is not ("batch.dependsOn" or "users.calendarView.delta.round1-page2"))
                    data.Add(folder);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task DocumentedExample_IsAnsweredWithTheDocumentedMembers(string example)
    {
        ContractTests.Required();
        var request = Read(example, "request")!;
        var response = Read(example, "response");
        await using var trial = await Trial.StartAsync(now: new DateTimeOffset(2020, 1, 6, 9, 0, 0, TimeSpan.Zero));
        await using var listener = await Listener.StartAsync();
        var stage = await Stage.SetAsync(trial, listener);

        var (status, answer) = await stage.SendAsync(request["method"]!.GetValue<string>(), new Uri(request["url"]!.GetValue<string>().Replace("{id | userPrincipalName}", "u").Replace("{id|userPrincipalName}", "u")), request["headers"]!.AsObject(), request["body"], example);

        if (NotCovered.ContainsKey(example))
        {
            status.ShouldBeOneOf(501, 405);
            return;
        }

        if (example.StartsWith("users.findMeetingTimes", StringComparison.Ordinal))
        {
            status.ShouldBe(403, "the example is delegated; for an application it is not supported");
            return;
        }

        if (response?["status"] is { } expected)
            status.ShouldBe(expected.GetValue<int>(), answer?.ToJsonString());
        else
            status.ShouldBeLessThan(300, answer?.ToJsonString());
        if (response?["body"] is JsonObject documented)
            Compare(documented, answer!.AsObject(), example);
    }

    [Fact]
    public async Task SdkWire_IsUnderstood()
    {
        ContractTests.Required();
        await using var trial = await Trial.StartAsync();
        await using var listener = await Listener.StartAsync();
        var stage = await Stage.SetAsync(trial, listener);
        var statuses = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Contract.Folder!, "sdk-wire.jsonl"), TestContext.Current.CancellationToken))
        {
            var request = JsonNode.Parse(line)!.AsObject();
            var url = request["url"]!.GetValue<string>();
            if (!url.StartsWith("/v1.0/", StringComparison.Ordinal))
                continue;
            var (status, _) = await stage.SendAsync(request["method"]!.GetValue<string>(), new Uri("http://x" + url), request["headers"]!.AsObject(), request["body"], url);
            statuses.Add($"{request["method"]} {url.Split('?')[0]} {status}");
        }

        statuses.ShouldBe(
        [
            "GET /v1.0/users/u 200",
            "GET /v1.0/users/u 200",
            "GET /v1.0/users 200",
            "POST /v1.0/users/u/calendar/getSchedule 200",
            "POST /v1.0/users/u/findMeetingTimes 403",
            "POST /v1.0/users/u/events 201",
            "PATCH /v1.0/users/u/events/ev1 200",
            "POST /v1.0/users/u/events/ev1/cancel 202",
            "POST /v1.0/users/u/sendMail 202",
            "GET /v1.0/users/u/calendarView/delta() 200",
            "GET /v1.0/users/u/calendarView/delta 400",
            "GET /v1.0/groups/g/members 200",
            "POST /v1.0/$batch 200",
            "GET /v1.0/users/missing 404",
            "POST /v1.0/users/u/messages/m/attachments/createUploadSession 501",
            "POST /v1.0/subscriptions 201",
        ]);
    }

    private static JsonObject? Read(string example, string part)
    {
        var file = Path.Combine(Contract.Folder!, "golden", example, part + ".json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : null;
    }

    /// <summary>Every documented member is there, of the documented kind; of a collection the first item is compared.</summary>
    private static void Compare(JsonObject documented, JsonObject answer, string where)
    {
        foreach (var (name, expected) in documented)
        {
            if (NotCompared.Contains(name) || (name == "locations" && where.StartsWith("users.events.list", StringComparison.Ordinal)))
                continue;
            answer.ContainsKey(name).ShouldBeTrue($"{where}: {name} is missing in {answer.ToJsonString()}");
            var actual = answer[name];
            if (expected is null || actual is null)
                continue;
            Kind(actual).ShouldBe(Kind(expected), $"{where}: {name}");
            if (expected is JsonObject inner && name is not ("timeZone" or "onlineMeeting" or "event" or "body"))
                Compare(inner, actual.AsObject(), $"{where}.{name}");
            if (expected is JsonArray { Count: > 0 } items && items[0] is JsonObject first && actual.AsArray() is [JsonObject own, ..] && name is not ("value" or "responses"))
                Compare(first, own, $"{where}.{name}");
            // Groups are written with the members that a product reads, not with all sixty.
            if (name == "value" && expected is JsonArray { Count: > 0 } values && actual.AsArray() is [JsonObject ownFirst, ..] && !where.StartsWith("groups.", StringComparison.Ordinal))
                Compare(values[0]!.AsObject(), ownFirst, $"{where}.value");
        }
    }

    private static string Kind(JsonNode node) => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? "boolean" : node.GetValueKind().ToString();

    /// <summary>A trust with one of everything that the examples speak of.</summary>
    private sealed class Stage
    {
        private readonly Trial trial;
        private readonly Listener listener;
        private readonly string eventId;
        private readonly string copyId;
        private readonly string messageId;
        private readonly string requestId;
        private readonly string groupId;
        private readonly string subscriptionId;

        private Stage(Trial trial, Listener listener, string eventId, string copyId, string messageId, string requestId, string groupId, string subscriptionId) =>
            (this.trial, this.listener, this.eventId, this.copyId, this.messageId, this.requestId, this.groupId, this.subscriptionId) =
            (trial, listener, eventId, copyId, messageId, requestId, groupId, subscriptionId);

        public static async Task<Stage> SetAsync(Trial trial, Listener listener)
        {
            var meeting = Trial.Meeting(Trial.Never, trial.Clock.GetUtcNow().UtcDateTime.AddDays(10));
            meeting.Location = new Microsoft.Graph.Models.Location { DisplayName = "Seminar room" };
            var own = (await trial.BookAsync(meeting))!;
            var theirs = await trial.BookAsync(Trial.Meeting(Trial.Lead, trial.Clock.GetUtcNow().UtcDateTime.AddDays(11)), Trial.Moves);
            var copies = await trial.Graph.Users[Trial.Lead].Events.GetAsync(c => c.QueryParameters.Filter = $"iCalUId eq '{theirs!.ICalUId}'");
            var letter = MailTests.Letter(Trial.Never);
            letter.SingleValueExtendedProperties = [new() { Id = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color", Value = "Green" }];
            var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(letter);
            var request = (await trial.MailAsync(Trial.Lead))[0];
            var groups = await trial.Graph.Groups.GetAsync();
            var subscription = await trial.Graph.Subscriptions.PostAsync(new()
            {
                ChangeType = "updated",
                NotificationUrl = listener.Url,
                Resource = $"users/{Trial.Lead}/messages",
                ExpirationDateTime = trial.Clock.GetUtcNow().AddHours(1),
                ClientState = "secret",
            });
            return new Stage(trial, listener, own.Id!, copies!.Value![0].Id!, draft!.Id!, request.Id!, groups!.Value![0].Id!, subscription!.Id!);
        }

        /// <summary>Sends what an example shows, with its ids replaced by those of this trust.</summary>
        public async Task<(int Status, JsonNode? Body)> SendAsync(string method, Uri url, JsonObject headers, JsonNode? body, string example)
        {
            using var client = new HttpClient(new ContractCheck(new HttpClientHandler(), requestsToo: example.StartsWith("/v1.0/", StringComparison.Ordinal)));
            using var request = new HttpRequestMessage(new HttpMethod(method), trial.Server.Address.ToString().TrimEnd('/') + Path(Uri.UnescapeDataString(url.AbsolutePath), example) + Query(url.Query));
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer token");
            foreach (var name in new[] { "Prefer", "ConsistencyLevel" })
            {
                if (headers[name] is { } value)
                    request.Headers.TryAddWithoutValidation(name, value.GetValue<string>());
            }

            if (body is not null)
                request.Content = new StringContent(Body(body).ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }

        private string Path(string path, string example)
        {
            var segments = path.Split('/');
            for (var n = 2; n < segments.Length; n++)
            {
                segments[n] = (segments[n - 1].ToLowerInvariant(), segments[n]) switch
                {
                    ("v1.0", "me") => "users/" + Trial.Lead,
                    ("users", "missing") => "missing",
                    ("users", _) => Trial.Lead,
                    ("events", _) => example.EndsWith("accept", StringComparison.Ordinal) ? copyId : eventId,
                    ("messages", _) => example.EndsWith("expandEvent", StringComparison.Ordinal) ? requestId : messageId,
                    ("groups", _) => groupId,
                    ("subscriptions", _) => subscriptionId,
                    (_, var other) => other,
                };
            }

            return string.Join('/', segments);
        }

        private static string Query(string query) => query
            .Replace("%7Bstart_datetime%7D", "2020-01-01T00:00:00Z", StringComparison.Ordinal)
            .Replace("%7Bend_datetime%7D", "2020-02-01T00:00:00Z", StringComparison.Ordinal);

        private JsonNode Body(JsonNode body)
        {
            if (body["notificationUrl"] is not null)
            {
                body["notificationUrl"] = listener.Url;
                body["expirationDateTime"] = trial.Clock.GetUtcNow().AddHours(1).ToString("o");
                body["resource"] = body["resource"]!.GetValue<string>().Replace("users/u/", $"users/{Trial.Lead}/", StringComparison.Ordinal).Replace("me/", $"users/{Trial.Lead}/", StringComparison.Ordinal).Replace("{id}", Trial.Lead, StringComparison.Ordinal);
                if (body["lifecycleNotificationUrl"] is not null)
                    body["lifecycleNotificationUrl"] = listener.Url;
            }

            // Cut short on the page, so that it is no Base64.
            if (body["contentBytes"] is not null)
                body["contentBytes"] = "R0lGODdhEAYEAA==";
            if (body["Schedules"] is JsonArray schedules)
                schedules[0] = Trial.Never;
            foreach (var item in body["requests"] as JsonArray ?? [])
                item!["url"] = item["url"]!.GetValue<string>().Replace("/me/", $"/users/{Trial.Lead}/", StringComparison.Ordinal).Replace("/me?", $"/users/{Trial.Lead}?", StringComparison.Ordinal);
            return body;
        }
    }
}
