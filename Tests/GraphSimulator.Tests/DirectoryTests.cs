using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class DirectoryTests
{
    [Fact]
    public async Task User_ByAddressInAnyCase_GivesWhatIsSelected()
    {
        await using var trial = await Trial.StartAsync();

        var user = await trial.Graph.Users[Trial.Prompt.ToUpperInvariant()].GetAsync(c => c.QueryParameters.Select = ["displayName", "jobTitle", "department", "employeeHireDate"]);

        user!.DisplayName.ShouldBe("Dr Anneliese Thornquist");
        user.JobTitle.ShouldBe("Consultant geriatrician");
        user.EmployeeHireDate!.Value.Year.ShouldBe(2012);
        user.Mail.ShouldBeNull("it was not selected");
    }

    [Fact]
    public async Task User_Unknown_Is404()
    {
        await using var trial = await Trial.StartAsync();

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users["nobody.there@arlenmere.example"].GetAsync());

        refused.ResponseStatusCode.ShouldBe(404);
        refused.Error!.Code.ShouldBe("Request_ResourceNotFound");
        refused.Error.InnerError!.RequestId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Users_PagedByNextLink_GivesEverybodyOnce()
    {
        await using var trial = await Trial.StartAsync();
        var page = await trial.Graph.Users.GetAsync(c => c.QueryParameters.Top = 25);
        var all = new List<User>(page!.Value!);
        while (page!.OdataNextLink is { } next)
        {
            page = await trial.Graph.Users.WithUrl(next).GetAsync();
            all.AddRange(page!.Value!);
        }

        all.Count.ShouldBe(62);
        all.Select(u => u.Id).Distinct().Count().ShouldBe(62);
    }

    [Fact]
    public async Task Users_ByDepartment_AreFiltered()
    {
        await using var trial = await Trial.StartAsync();

        var users = await trial.Graph.Users.GetAsync(c =>
        {
            c.QueryParameters.Filter = "department eq 'Rheumatology' and accountEnabled eq true and userType eq 'Member'";
            c.QueryParameters.Select = ["displayName", "department"];
        });

        users!.Value!.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Search_WithoutConsistencyLevel_IsRefused()
    {
        await using var trial = await Trial.StartAsync();

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users.GetAsync(c => c.QueryParameters.Search = "\"displayName:Thorn\""));

        refused.ResponseStatusCode.ShouldBe(400);
    }

    [Fact]
    public async Task Search_WithConsistencyLevel_Finds()
    {
        await using var trial = await Trial.StartAsync();

        var users = await trial.Graph.Users.GetAsync(c =>
        {
            c.QueryParameters.Search = "\"displayName:Thorn\"";
            c.QueryParameters.Count = true;
            c.Headers.Add("ConsistencyLevel", "eventual");
        });

        users!.Value!.ShouldHaveSingleItem().UserPrincipalName.ShouldBe(Trial.Prompt);
        users.OdataCount.ShouldBe(1);
    }

    [Fact]
    public async Task Manager_IsGivenAsAUser()
    {
        await using var trial = await Trial.StartAsync();

        var manager = await trial.Graph.Users[Trial.Prompt].Manager.GetAsync();

        manager.ShouldBeOfType<User>().DisplayName.ShouldBe("Dr Alasdair Pembury-Roy");
    }

    [Fact]
    public async Task GroupMembers_IncludeTheGuest()
    {
        await using var trial = await Trial.StartAsync();
        var groups = await trial.Graph.Groups.GetAsync(c => c.QueryParameters.Filter = "displayName eq 'Frailty panel candidates'");

        var members = await trial.Graph.Groups[groups!.Value!.ShouldHaveSingleItem().Id].Members.GetAsync(c => c.QueryParameters.Select = ["displayName", "userType", "accountEnabled"]);

        members!.Value!.Count.ShouldBe(9);
        members.Value.OfType<User>().Single(u => u.UserType == "Guest").DisplayName.ShouldBe("Dr Rupert Amblecote");
    }

    [Fact]
    public async Task Bearer_EmptyOrExpired_Is401()
    {
        await using var trial = await Trial.StartAsync();
        await trial.ControlAsync("control/settings", new { expiredTokens = new[] { "old" } });
        using var old = trial.Client("old");

        (await Should.ThrowAsync<ODataError>(() => old.Users[Trial.Lead].GetAsync())).ResponseStatusCode.ShouldBe(401);
        using var response = await trial.Http.GetAsync($"v1.0/users/{Trial.Lead}", TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(401);
        response.Headers.Contains("request-id").ShouldBeTrue();
    }
}
