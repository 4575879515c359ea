namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>What the world does to every shelf alike, whatever stands on it.</summary>
internal interface IShelf
{
    /// <summary>The table's name.</summary>
    string Table { get; }

    /// <summary>Fills the shelf from the file.</summary>
    void Load(IEnumerable<string> rows);

    /// <summary>The rows changed in this turn.</summary>
    IEnumerable<RowWrite> Writes();

    /// <summary>Forgets which rows were changed: they are committed.</summary>
    void Accept();

    /// <summary>Puts everything back as it was before this turn.</summary>
    void Undo();
}
