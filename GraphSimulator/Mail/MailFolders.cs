using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>The folders every mailbox has.</summary>
internal static class MailFolders
{
    /// <summary>Well-known name and the name shown.</summary>
    public static IReadOnlyList<(string Name, string Shown)> All { get; } =
        [("inbox", "Inbox"), ("drafts", "Drafts"), ("sentitems", "Sent Items"), ("deleteditems", "Deleted Items")];

    /// <summary>The id of a folder of a mailbox.</summary>
    public static string IdOf(Dice dice, string mailbox, string folder) => "AQMkAD" + dice.Token(24, "folder", mailbox, folder);

    /// <summary>The well-known name of a folder by name or id.</summary>
    /// <exception cref="GraphRefusal">There is no such folder.</exception>
    public static string Resolve(Dice dice, string mailbox, string nameOrId) =>
        All.Select(f => f.Name).FirstOrDefault(n => n.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || IdOf(dice, mailbox, n) == nameOrId)
        ?? throw GraphRefusal.ItemNotFound();
}
