namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>One row to be committed.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Id">The row's key.</param>
/// <param name="Json">The row's content, or null when it goes.</param>
internal readonly record struct RowWrite(string Table, string Id, string? Json);
