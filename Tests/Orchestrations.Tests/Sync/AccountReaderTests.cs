using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Sync;

public sealed class AccountReaderTests
{
    private static readonly EmailAddress Lead = new(HarbourTrust.Request.Lead!.Email!);

    [Fact]
    public async Task Read_EverybodyThere_OpensNothing()
    {
        await using var trust = await HarbourTrust.BegunAsync();

        (await ReadAsync(trust)).ShouldBe(0);
        (await trust.OpenTasksAsync(TaskKind.CheckAddress)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_ClinicianGoneOrDisabled_IsOneTaskHoweverOftenItIsRead(bool disabled)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        (disabled ? trust.People.Disabled : trust.People.Unknown).Add(HarbourTrust.BellAddress);

        (await ReadAsync(trust)).ShouldBe(1);
        (await ReadAsync(trust)).ShouldBe(0);

        var task = (await trust.OpenTasksAsync(TaskKind.CheckAddress)).ShouldHaveSingleItem();
        task.MemberId.ShouldBe(trust.Member);
        task.What.ShouldNotContain("Bell", customMessage: "names are looked up when a task is shown");
    }

    [Fact]
    public async Task Read_LeadGone_IsATaskOfTheProject()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.People.Unknown.Add(Lead);

        (await ReadAsync(trust)).ShouldBe(1);

        (await trust.OpenTasksAsync(TaskKind.LeadAccountGone)).ShouldHaveSingleItem().MemberId.ShouldBeNull();
    }

    [Fact]
    public async Task Read_BackAgain_ClosesTheTask()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.People.Disabled.Add(HarbourTrust.BellAddress);
        await ReadAsync(trust);
        trust.People.Disabled.Clear();

        (await ReadAsync(trust)).ShouldBe(1);

        (await trust.OpenTasksAsync(TaskKind.CheckAddress)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_AddressWrongFromTheBeginning_HasOneTaskNotTwo()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        trust.People.Unknown.Add(HarbourTrust.BellAddress);
        await trust.BeginAsync(HarbourTrust.Request);

        (await ReadAsync(trust)).ShouldBe(0);

        (await trust.OpenTasksAsync(TaskKind.CheckAddress)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Read_DirectoryThatKnowsNobody_SaysNothingOfAnybody()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.People.Unknown.UnionWith([Lead, HarbourTrust.BellAddress]);

        (await ReadAsync(trust)).ShouldBe(0);
    }

    private static Task<int> ReadAsync(HarbourTrust trust) => trust.Do<AccountReader, int>(a => a.ReadAllAsync(HarbourTrust.Token));
}
