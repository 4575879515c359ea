using AngleSharp.Html.Parser;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Messages;
using CsCheck;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

public sealed class RazorMessageRendererTests
{
    private const string Hostile = "<script>alert('x')</script>\"><img src=x onerror=y>\r\nBcc: everyone@trust.example\r\n\r\n& \u202eevil";

    public static TheoryData<string> Names() => [.. MailSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_EveryKind_LoadsNothingAndAsksForNothing(string name)
    {
        var mail = await Rendering.RenderAsync(MailSamples.All[name]);
        using var document = new HtmlParser().ParseDocument(mail.Html);

        document.QuerySelectorAll("script, style, link, form, button, input, iframe, object, video, table").ShouldBeEmpty();
        document.QuerySelectorAll("*").SelectMany(e => e.Attributes).ShouldNotContain(a => a.Name.StartsWith("on") || a.Value.Contains("url("));
        document.QuerySelectorAll("img").ShouldAllBe(i => i.GetAttribute("src") == "cid:run-chart" && i.GetAttribute("alt")!.Length > 0);
        document.QuerySelectorAll("img").Length.ShouldBe(mail.Attachments.Count);
        document.QuerySelectorAll("a").Length.ShouldBeLessThanOrEqualTo(2, "one link to act by, and the notice");
        document.QuerySelectorAll("a").Count(a => a.GetAttribute("href") == "https://engagement.trust.example/privacy" && a.TextContent.EndsWith("(privacy notice)", StringComparison.Ordinal)).ShouldBe(1);
        document.DocumentElement.GetAttribute("lang").ShouldBe("en-GB");
        document.Title.ShouldBe(mail.Subject);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_EveryKind_SaysThatItIsSampleDataAndWhoSendsIt(string name)
    {
        var sample = await Rendering.RenderAsync(MailSamples.All[name]);
        var real = await Rendering.RenderAsync(MailSamples.All[name] with { Project = MailSamples.All[name].Project with { SampleData = false } });

        sample.Text.ShouldContain("Sample data: the people and the project are made up.");
        real.Text.ShouldNotContain("Sample data");
        real.Text.ShouldContain("Clinical Engagement");
        if (MailSamples.All[name].To == MailSamples.Clinician)
            real.Text.ShouldContain("Priya Raman\nImprovement lead for frailty\nPhone: 01632 960101\npriya.raman@trust.example");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_WithoutCalendars_ClaimsNothingOfThem(string name)
    {
        var mail = await Rendering.RenderMailOnlyAsync(MailSamples.All[name]);

        mail.Text.ShouldNotContain("in your calendar as a tentative invitation");
        mail.Text.ShouldNotContain("when you are free or busy");
        if (MailSamples.All[name] is Message.First or Message.OtherTimes or Message.Reminder)
            mail.Text.ShouldContain("choose it by the link below, or just reply");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_Twice_GivesTheSameBytes(string name)
    {
        var once = await Rendering.RenderAsync(MailSamples.All[name]);
        var again = await Rendering.RenderAsync(MailSamples.All[name]);

        (again.Subject, again.Html, again.Text).ShouldBe((once.Subject, once.Html, once.Text));
        again.Attachments.Select(a => Convert.ToHexString(a.Content.Span)).ShouldBe(once.Attachments.Select(a => Convert.ToHexString(a.Content.Span)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_HostileWordsEverywhere_StayWords(string name)
    {
        var mail = await Rendering.RenderAsync(WithHostileWords(MailSamples.All[name]));
        using var document = new HtmlParser().ParseDocument(mail.Html);

        document.QuerySelectorAll("script, img:not([src='cid:run-chart'])").ShouldBeEmpty();
        mail.Text.ShouldContain("<script>alert('x')</script>");
        mail.Subject.ShouldNotContain('\n');
        mail.Subject.ShouldNotContain('\r');
        mail.Subject.ShouldNotContain('\u202e');
        mail.Subject.Length.ShouldBeLessThanOrEqualTo(120);
    }

    [Fact]
    public async Task Render_FirstMessage_HasNoPictureOneLinkAndTheTimesInOrder()
    {
        var mail = await Rendering.RenderAsync(MailSamples.First);

        mail.Subject.ShouldBe("20 minutes on frailty same-day care? Thu 14 Jan, 08:15");
        mail.Attachments.ShouldBeEmpty();
        mail.Text.ShouldContain("Thursday 14 January, 8:15am\nNo clinic or list is displaced; uses 20 minutes of SPA time.");
        mail.Text.ShouldContain("- Friday 15 January, midday\n  No clinic");
        mail.Text.IndexOf("Friday 15 January", StringComparison.Ordinal).ShouldBeLessThan(mail.Text.IndexOf("Tuesday 19 January", StringComparison.Ordinal));
        mail.Text.ShouldContain("Just reply, or ask your secretary to.");
        mail.Text.ShouldContain($": {MailSamples.First.Answer.AbsoluteUri}");
    }

    [Fact]
    public async Task Render_FirstMessageWithoutWords_TakesTheDraft() =>
        (await Rendering.RenderAsync(MailSamples.First with { Words = " \n" })).Text.ShouldBe((await Rendering.RenderAsync(MailSamples.First)).Text);

    [Fact]
    public async Task Render_ALongName_KeepsTheTimeInTheSubject()
    {
        var named = MailSamples.First with { Project = MailSamples.Project with { Name = string.Concat(Enumerable.Repeat("Assessment ", 10)) } };

        (await Rendering.RenderAsync(named)).Subject.ShouldEndWith("…? Thu 14 Jan, 08:15");
    }

    [Fact]
    public async Task Render_BriefAfterConsentIsWithdrawn_TellsNoStory()
    {
        var project = MailSamples.Project with { Plan = MailSamples.Project.Plan with { Story = new Story("Jean, 84, fell at home.", false) } };

        (await Rendering.RenderAsync(MailSamples.All["brief"] with { Project = project })).Text.ShouldNotContain("Jean");
    }

    [Fact]
    public async Task Render_ProgressWithTwoPoints_HasNoPicture()
    {
        var two = await Rendering.RenderAsync(MailSamples.Progress with { Points = MailSamples.Points(38, 41) });
        var three = await Rendering.RenderAsync(MailSamples.Progress with { Points = MailSamples.Points(38, 41, 45) });

        two.Attachments.ShouldBeEmpty();
        two.Html.ShouldNotContain("<img");
        var chart = three.Attachments.ShouldHaveSingleItem();
        chart.ContentId.ShouldBe("run-chart");
        Convert.ToHexString(chart.Content.Span[..8]).ShouldBe("89504E470D0A1A0A");
    }

    [Fact]
    public async Task Render_ProgressWithASignal_NamesTheRule() =>
        (await Rendering.RenderAsync(MailSamples.ProgressWithSignals)).Text.ShouldContain("a trend (seven or more points rising)");

    [Fact]
    public async Task Render_LastUpdate_SaysWhatChangedBecauseOfWhomAndThatNothingMoreComes()
    {
        var mail = await Rendering.RenderAsync(MailSamples.Final);

        mail.Text.ShouldContain("What changed, and because of whom\nBecause of the physiotherapists");
        mail.Text.ShouldContain("Nothing more will come about this project.");
        // Nothing is left to act on; the notice is in every mail.
        using var document = new HtmlParser().ParseDocument(mail.Html);
        document.QuerySelectorAll("a").ShouldHaveSingleItem().GetAttribute("href").ShouldBe("https://engagement.trust.example/privacy");
    }

    [Fact]
    public async Task Render_AnyProgress_HasAtMost150Words()
    {
        var sentence = Gen.Int[1, 70].Select(n => string.Join(' ', Enumerable.Repeat("word", n)));
        var pairs = Gen.Select(sentence, sentence).Select((s, d) => new YouSaid(default, s, d)).Array[0, 4];
        var updates = Gen.Select(
            Gen.Select(sentence.Array[0, 5], pairs, pairs, Gen.Bool),
            Gen.Select(Gen.Null(sentence), Gen.Null(sentence), Gen.Null(sentence), Gen.Null(sentence)),
            Gen.Int[0, 100].Array[0, 14],
            Gen.Select(Gen.Bool, Gen.Bool));
        var all = new List<Message.Progress>();
        updates.Sample(
            (said, texts, points, personal) =>
            {
                var message = MailSamples.Progress with
                {
                    Project = MailSamples.Project with { ClosingWords = texts.Item4, Lead = MailSamples.Lead },
                    Update = MailSamples.Progress.Update with
                    {
                        WhatChanged = said.Item1,
                        Final = said.Item4,
                        Numbers = texts.Item1,
                        Next = texts.Item2,
                        Story = texts.Item3,
                    },
                    Own = said.Item2,
                    Others = said.Item3,
                    Points = MailSamples.Points(points)[..Math.Min(points.Length, 2)],
                    AnswerKept = personal.Item1,
                    AsksForView = personal.Item2,
                };
                lock (all)
                    all.Add(message);
            },
            iter: 200,
            threads: 1);

        var most = 0;
        foreach (var message in all)
        {
            var text = (await Rendering.RenderAsync(message)).Text;
            var untilSignature = text[..text.IndexOf("Priya Raman\n", StringComparison.Ordinal)];
            WordCount.Of(untilSignature).ShouldBeLessThanOrEqualTo(WordCount.MostInUpdate, text);
            most = Math.Max(most, WordCount.Of(untilSignature));
        }

        most.ShouldBeGreaterThan(WordCount.MostInUpdate - 12, "the room there is should be used");
    }

    [Fact]
    public void Digest_WithRoomForAll_IsCompleteAndPutsOwnPointsFirst()
    {
        var digest = ProgressDigest.Of(MailSamples.Progress with { Update = MailSamples.Progress.Update with { WhatChanged = ["Five of eight colleagues have been met."] } });

        digest.Complete.ShouldBeTrue();
        digest.Own.ShouldBe(MailSamples.Progress.Own);
        digest.Others.ShouldBe(MailSamples.Progress.Others);
    }

    [Fact]
    public void Digest_WithTooMuch_KeepsTheRecipientsOwnPointAndDropsOthers()
    {
        var long30 = string.Join(' ', Enumerable.Repeat("word", 30));
        var digest = ProgressDigest.Of(MailSamples.Progress with
        {
            Update = MailSamples.Progress.Update with { WhatChanged = [long30, long30, long30] },
            Others = [new YouSaid(default, long30, long30), new YouSaid(default, "Short.", "Done.")],
        });

        digest.Complete.ShouldBeFalse();
        digest.Own.ShouldBe(MailSamples.Progress.Own);
        digest.Numbers.ShouldBe(MailSamples.Progress.Update.Numbers);
        digest.Others.ShouldNotContain(p => p.Said == long30);
    }

    [Fact]
    public void Digest_ALongStory_IsToldWholeOrNotAtAll()
    {
        var story = string.Join(' ', Enumerable.Repeat("Jean waited.", 40)) + " (Jean is a fictional composite.)";

        var digest = ProgressDigest.Of(MailSamples.Progress with { Update = MailSamples.Progress.Update with { Story = story } });

        digest.Story.ShouldBeNull();
        digest.Complete.ShouldBeFalse();
        ProgressDigest.Of(MailSamples.Progress with { Update = MailSamples.Progress.Update with { Story = "Jean waited. (A composite.)" } })
            .Story.ShouldBe("Jean waited. (A composite.)");
    }

    [Fact]
    public void Digest_ALongPoint_EndsWithAWholeSentence()
    {
        var said = "Scoring must not delay the first blood tests at all. " + string.Join(' ', Enumerable.Repeat("word", 40));

        var digest = ProgressDigest.Of(MailSamples.Progress with { Own = [new YouSaid(default, said, "Agreed.")] });

        digest.Own.ShouldHaveSingleItem().Said.ShouldBe("Scoring must not delay the first blood tests at all.");
    }

    [Fact]
    public void Digest_OfTheLastUpdate_DoesNotSayTheClosingWordsTwice()
    {
        var closing = MailSamples.Final.Project.ClosingWords!;

        var digest = ProgressDigest.Of(MailSamples.Final with { Update = MailSamples.Final.Update with { WhatChanged = [closing, "We met."] } });

        digest.Closing.ShouldBe(closing);
        digest.WhatChanged.ShouldBe(["We met."]);
    }

    private static Message WithHostileWords(Message message)
    {
        var project = message.Project with
        {
            Name = Hostile,
            ClosingWords = Hostile,
            Plan = message.Project.Plan with
            {
                PatientBenefit = Hostile,
                Facts = [new SourcedFact(Hostile, Hostile)],
                ExampleElsewhere = Hostile,
                Story = new Story(Hostile, true),
                Measure = new Measure(Hostile, Hostile, 1, 2),
            },
            Lead = message.Project.Lead with { Name = Hostile, Phone = Hostile, Role = Hostile },
        };
        var to = message.To with { Name = Hostile };
        return message switch
        {
            Message.First m => m with { Project = project, To = to, Words = Hostile, Meeting = m.Meeting with { Reason = Hostile } },
            Message.Brief m => m with { Project = project, To = to, OpenConcerns = [Hostile] },
            Message.HostBrief m => m with { Project = project, To = to, Clinician = Hostile, ClinicianRole = Hostile, Reason = Hostile },
            Message.OutcomeReminder m => m with { Project = project, To = to, Clinician = Hostile },
            Message.Response m => m with { Project = project, To = to, Said = Hostile, Answer = Hostile },
            Message.Progress m => m with
            {
                Project = project,
                To = to,
                Own = [new YouSaid(default, Hostile, Hostile)],
                Update = m.Update with { WhatChanged = [Hostile], Next = Hostile, Story = Hostile, Numbers = Hostile },
            },
            _ => message with { Project = project, To = to },
        };
    }
}
