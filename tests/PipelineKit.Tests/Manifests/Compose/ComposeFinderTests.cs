using PipelineKit.Manifests;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Compose;

public sealed class ComposeFinderTests
{
    [Theory]
    [InlineData("services:\n  web:\n    image: nginx:1.25\n", "services.web.image | WholeReference | nginx:1.25 | nginx:1.25")]
    [InlineData("services:\n  web:\n    image: me/web\n    build: .\n", "")]
    [InlineData("services:\n  web:\n    image: \"${REG:-ghcr.io}/a/b:${TAG:-1}\"\n", "services.web.image | TagOnly | 1 | ghcr.io/a/b:1")]
    [InlineData("services:\n  web:\n    image: ${IMG}\n", "services.web.image | WholeReference | ${IMG} | ${IMG} | Variable")]
    [InlineData("services: {web: {image: nginx}, db: {image: 'pg:16'}}", "services.web.image | WholeReference | nginx | nginx\nservices.db.image | WholeReference | pg:16 | pg:16")]
    [InlineData("x-app: &app\n  image: a:1\nservices:\n  web:\n    <<: *app\n", "x-app.image | WholeReference | a:1 | a:1")]
    [InlineData("x-all:\n  one: &one\n    image: a:1\n  two:\n    build: .\n    image: b\n", "x-all.one.image | WholeReference | a:1 | a:1")]
    [InlineData("x-img: &img a:1\nservices:\n  web:\n    image: *img\n  api:\n    image: *img\n", "services.web.image | WholeReference | a:1 | a:1")]
    [InlineData("services:\n  web:\n    image: &img a:1\n  api:\n    image: *img\n", "services.web.image | WholeReference | a:1 | a:1")]
    [InlineData("services:\n  web:\n    build:\n      context: .\n      additional_contexts:\n        base: docker-image://alpine:3\n        other: ./x\n", "services.web.build.additional_contexts.base | WholeReference | alpine:3 | alpine:3")]
    [InlineData("services:\n  web:\n    build:\n      additional_contexts:\n      - base=docker-image://alpine:3\n", "services.web.build.additional_contexts | WholeReference | alpine:3 | alpine:3")]
    [InlineData("services:\n  web:\n    image: a:1\n    volumes:\n    - a:/b\n    - type: image\n      source: data:2\n      target: /c\n", "services.web.image | WholeReference | a:1 | a:1\nservices.web.volumes.source | WholeReference | data:2 | data:2")]
    [InlineData("services:\n  web:\n    image: a:1 # ratchet:exclude\n", "services.web.image | WholeReference | a:1 | a:1 | excluded")]
    [InlineData("web:\n  image: a:1\n  links: [db]\ndb:\n  image: b:2\nown:\n  build: .\n  image: me/own\n", "web.image | WholeReference | a:1 | a:1\ndb.image | WholeReference | b:2 | b:2")]
    [InlineData("version: '3'\nnetworks:\n  image:\n    image: a:1\n", "")]
    [InlineData("services:\n  web:\n    image: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", "services.web.image | WholeReference | sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | Malformed")]
    [InlineData("services:\n  web:\n    image: a/B\n", "services.web.image | WholeReference | a/B | a/B | Malformed")]
    [InlineData("services:\n  web:\n    environment:\n      image: a:1\n    labels:\n      - image=a:1\nvolumes:\n  image: {}\nconfigs:\n  c:\n    content: |\n      image: a:1\n", "")]
    public void Images_of_services_are_found(string yaml, string sites) =>
        Assert.Equal(sites, Sites.In(yaml, FileKind.Compose, ComposeFinder.Find));

    [Theory]
    [InlineData("services:\n  a:\n    image: b\n", true)]
    [InlineData("services:\n  a:\n    build: .\n", true)]
    [InlineData("services:\n  a:\n    extends: x\n", true)]
    [InlineData("services: []\n", false)]
    [InlineData("services:\n  a:\n    ports: []\n", false)]
    [InlineData("on: push\njobs: {}\nservices:\n  a:\n    image: b\n", false)]
    [InlineData("apiVersion: v1\nkind: X\nservices:\n  a:\n    image: b\n", false)]
    [InlineData("image: a\n", false)]
    public void A_Compose_file_is_known_by_its_services(string yaml, bool expected) =>
        Assert.Equal(expected, ComposeFinder.LooksLike(YamlReader.Read(System.Text.Encoding.UTF8.GetBytes(yaml))));
}
