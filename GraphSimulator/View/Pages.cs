namespace ClinicalEngagement.GraphSimulator.View;

internal sealed class Pages(Simulation simulation)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/people", () => simulation.World.People.All.Count);
}
