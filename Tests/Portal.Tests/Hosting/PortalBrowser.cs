using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>A browser without scripts: keeps cookies, fills in the forms that a page really has, and sends them.</summary>
internal sealed class PortalBrowser : IDisposable
{
    private readonly HttpClient http;

    public PortalBrowser(Uri address) =>
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public HttpClient Http => http;

    public HttpResponseMessage Response { get; private set; } = new();

    public string Path { get; private set; } = "/";

    public async Task<IHtmlDocument> GetAsync(string path)
    {
        Path = path;
        Response = await http.GetAsync(path);
        return await ReadAsync();
    }

    /// <summary>Sends the form with that action as the page has it, with some fields filled in, pressing one button; follows one redirect.</summary>
    public async Task<IHtmlDocument> SendAsync(IHtmlDocument page, string action, IReadOnlyDictionary<string, string?>? fields = null, (string Name, string Value)? button = null)
    {
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == action);
        return await SendAsync(form, fields, button);
    }

    public async Task<IHtmlDocument> SendAsync(IHtmlFormElement form, IReadOnlyDictionary<string, string?>? fields = null, (string Name, string Value)? button = null)
    {
        var values = Values(form);
        foreach (var (name, value) in fields ?? new Dictionary<string, string?>())
        {
            form.QuerySelectorAll("[name]").ShouldContain(e => e.GetAttribute("name") == name, $"the form {form.GetAttribute("action")} has a field {name}");
            values.Remove(name);
            if (value is not null)
                values[name] = value;
        }

        if (button is { } pressed)
        {
            form.QuerySelectorAll("button").Concat(form.Id is { Length: > 0 } id ? form.Owner!.QuerySelectorAll($"button[form='{id}']") : []).ShouldContain(b => b.GetAttribute("name") == pressed.Name && b.GetAttribute("value") == pressed.Value);
            values[pressed.Name] = pressed.Value;
        }

        return await PostAsync(form.GetAttribute("action")!, values);
    }

    public async Task<IHtmlDocument> PostAsync(string path, IReadOnlyDictionary<string, string> values)
    {
        Path = path;
        using var content = new FormUrlEncodedContent(values);
        Response = await http.PostAsync(path, content);
        return Response.StatusCode == HttpStatusCode.SeeOther ? await GetAsync(Response.Headers.Location!.OriginalString) : await ReadAsync();
    }

    public void Dispose() => http.Dispose();

    private static Dictionary<string, string> Values(IHtmlFormElement form)
    {
        var values = new Dictionary<string, string>();
        foreach (var element in form.QuerySelectorAll("input, textarea, select"))
        {
            var name = element.GetAttribute("name");
            switch (element)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false } or IHtmlInputElement { Type: "file" }:
                    break;
                case IHtmlInputElement input when name is not null:
                    values[name] = input.Value;
                    break;
                case IHtmlTextAreaElement area when name is not null:
                    values[name] = area.Value;
                    break;
                case IHtmlSelectElement select when name is not null:
                    values[name] = select.Value ?? "";
                    break;
            }
        }

        return values;
    }

    private async Task<IHtmlDocument> ReadAsync() => await new HtmlParser().ParseDocumentAsync(await Response.Content.ReadAsStringAsync());
}
