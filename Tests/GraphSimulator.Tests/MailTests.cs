using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.SendMail;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class MailTests
{
    public static Message Letter(string to) => new()
    {
        Subject = "Frailty same-day care: how it is going",
        Body = new ItemBody { ContentType = BodyType.Html, Content = "<p>Dear colleague,</p><p>A short word on progress.</p>" },
        ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Address = to } }],
        SingleValueExtendedProperties = [new SingleValueLegacyExtendedProperty { Id = Trial.KeyProperty, Value = "effect-1" }],
    };

    [Fact]
    public async Task Draft_ThenSend_MovesToSentItemsAndArrives()
    {
        await using var trial = await Trial.StartAsync();
        var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(Letter(Trial.Prompt), c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));
        draft!.IsDraft.ShouldBe(true);

        await trial.Graph.Users[Trial.Lead].Messages[draft.Id].Send.PostAsync();

        var sent = await trial.Graph.Users[Trial.Lead].Messages[draft.Id].GetAsync(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));
        sent!.Id.ShouldBe(draft.Id);
        sent.IsDraft.ShouldBe(false);
        (await trial.MailAsync(Trial.Lead, "drafts")).ShouldBeEmpty();
        (await trial.MailAsync(Trial.Lead, "sentitems")).ShouldHaveSingleItem();
        var received = (await trial.MailAsync(Trial.Prompt)).ShouldHaveSingleItem();
        received.InternetMessageId.ShouldBe(draft.InternetMessageId);
        (await trial.JournalAsync("mailSent")).ShouldHaveSingleItem()["properties"]![Trial.KeyProperty]!.GetValue<string>().ShouldBe("effect-1");
    }

    [Fact]
    public async Task Draft_WithoutImmutableId_IsNotFoundUnderItsOldIdOnceSent()
    {
        await using var trial = await Trial.StartAsync();
        var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(Letter(Trial.Prompt));

        await trial.Graph.Users[Trial.Lead].Messages[draft!.Id].Send.PostAsync();

        (await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Lead].Messages[draft.Id].GetAsync())).ResponseStatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Send_WithLag_CantBeReadForAWhile()
    {
        await using var trial = await Trial.StartAsync();
        await trial.ControlAsync("control/settings", new { sentItemsLagSeconds = 120 });
        var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(Letter(Trial.Prompt), c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));
        await trial.Graph.Users[Trial.Lead].Messages[draft!.Id].Send.PostAsync();

        (await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Lead].Messages[draft.Id].GetAsync())).Error!.Code.ShouldBe("ErrorItemNotFound");
        trial.Clock.Advance(TimeSpan.FromMinutes(2));
        (await trial.Graph.Users[Trial.Lead].Messages[draft.Id].GetAsync())!.IsDraft.ShouldBe(false);
    }

    [Fact]
    public async Task List_ByExtendedProperty_FindsTheDraft()
    {
        await using var trial = await Trial.StartAsync();
        var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(Letter(Trial.Prompt));

        var found = await trial.Graph.Users[Trial.Lead].Messages.GetAsync(c =>
        {
            c.QueryParameters.Filter = $"singleValueExtendedProperties/Any(ep: ep/id eq '{Trial.KeyProperty}' and ep/value eq 'effect-1')";
            c.QueryParameters.Select = ["id", "isDraft"];
        });

        var item = found!.Value!.ShouldHaveSingleItem();
        item.Id.ShouldBe(draft!.Id);
        item.Subject.ShouldBeNull("it was not selected");
    }

    [Fact]
    public async Task List_SortedByWhatIsNotFiltered_IsRefusedAsExchangeDoes()
    {
        await using var trial = await Trial.StartAsync();

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Lead].Messages.GetAsync(c =>
        {
            c.QueryParameters.Filter = "conversationId eq 'x'";
            c.QueryParameters.Orderby = ["receivedDateTime desc"];
        }));

        refused.Error!.Code.ShouldBe("InefficientFilter");
    }

    [Fact]
    public async Task List_ByReceivedTime_SortsAndPages()
    {
        await using var trial = await Trial.StartAsync();
        for (var n = 0; n < 5; n++)
        {
            trial.Clock.Advance(TimeSpan.FromMinutes(10));
            await SendAsync(trial, Letter(Trial.Prompt), subject: $"Letter {n}");
        }

        var page = await trial.Graph.Users[Trial.Prompt].Messages.GetAsync(c =>
        {
            c.QueryParameters.Filter = "receivedDateTime ge 2026-02-02T09:20:00Z";
            c.QueryParameters.Orderby = ["receivedDateTime desc"];
            c.QueryParameters.Top = 3;
        });

        page!.Value!.Select(m => m.Subject).ShouldBe(["Letter 4", "Letter 3", "Letter 2"]);
        var second = await trial.Graph.Users[Trial.Prompt].Messages.WithUrl(page.OdataNextLink!).GetAsync();
        second!.Value!.ShouldHaveSingleItem().Subject.ShouldBe("Letter 1");
        second.OdataNextLink.ShouldBeNull();
    }

    [Theory]
    [InlineData("case-id", "InvalidInternetMessageHeader")]
    [InlineData(null, "InvalidInternetMessageHeaderCollection")]
    public async Task SendMail_WrongHeaders_AreRefused(string? name, string code)
    {
        await using var trial = await Trial.StartAsync();
        var letter = Letter(Trial.Prompt);
        letter.InternetMessageHeaders = name is null ? [] : [new InternetMessageHeader { Name = name, Value = "1" }];

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new SendMailPostRequestBody { Message = letter }));

        refused.Error!.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Get_SelectingHeaders_ShowsCustomOnes()
    {
        await using var trial = await Trial.StartAsync();
        var letter = Letter(Trial.Prompt);
        letter.InternetMessageHeaders = [new InternetMessageHeader { Name = "x-engagement", Value = "42" }];
        await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new SendMailPostRequestBody { Message = letter });
        var received = (await trial.MailAsync(Trial.Prompt))[0];
        received.InternetMessageHeaders.ShouldBeNull();

        var whole = await trial.Graph.Users[Trial.Prompt].Messages[received.Id].GetAsync(c => c.QueryParameters.Select = ["internetMessageHeaders"]);

        whole!.InternetMessageHeaders!.ShouldContain(h => h.Name == "x-engagement" && h.Value == "42");
    }

    [Fact]
    public async Task Send_ToNobodyThere_BringsANonDeliveryReport()
    {
        await using var trial = await Trial.StartAsync();

        await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new SendMailPostRequestBody { Message = Letter("nobody.there@arlenmere.example") });

        var notice = (await trial.MailAsync(Trial.Lead)).ShouldHaveSingleItem();
        notice.Subject.ShouldStartWith("Undeliverable: ");
        var whole = await trial.Graph.Users[Trial.Lead].Messages[notice.Id].GetAsync(c => c.QueryParameters.Select = ["internetMessageHeaders"]);
        whole!.InternetMessageHeaders!.ShouldContain(h => h.Name == "X-Failed-Recipients");
    }

    [Fact]
    public async Task Send_ToSomebodyAway_BringsOneAutomaticReply()
    {
        await using var trial = await Trial.StartAsync();
        await trial.ControlAsync("control/people", new { address = Trial.Prompt, absences = new[] { new { from = "2026-02-01", to = "2026-02-14" } } });

        await SendAsync(trial, Letter(Trial.Prompt));
        await SendAsync(trial, Letter(Trial.Prompt));

        var reply = (await trial.MailAsync(Trial.Lead)).ShouldHaveSingleItem();
        reply.Subject.ShouldStartWith("Automatic reply: ");
        var whole = await trial.Graph.Users[Trial.Lead].Messages[reply.Id].GetAsync(c => c.QueryParameters.Select = ["internetMessageHeaders"]);
        whole!.InternetMessageHeaders!.ShouldContain(h => h.Name == "Auto-Submitted" && h.Value == "auto-replied");
    }

    [Fact]
    public async Task Attachment_InADraft_IsListed()
    {
        await using var trial = await Trial.StartAsync();
        var letter = Letter(Trial.Prompt);
        letter.Attachments = [new FileAttachment { Name = "chart.png", ContentType = "image/png", ContentBytes = [1, 2, 3], IsInline = true, ContentId = "chart" }];

        var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(letter);

        var files = await trial.Graph.Users[Trial.Lead].Messages[draft!.Id].Attachments.GetAsync();
        files!.Value!.ShouldHaveSingleItem().ShouldBeOfType<FileAttachment>().ContentBytes.ShouldBe([1, 2, 3]);
    }

    private static async Task SendAsync(Trial trial, Message letter, string? subject = null)
    {
        letter.Subject = subject ?? letter.Subject;
        await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new SendMailPostRequestBody { Message = letter, SaveToSentItems = true });
    }
}
