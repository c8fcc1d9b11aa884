# language: zh-CN
@v3 @gateway
功能: 调用方的IP白名单
  依据: 公有云API调用说明（IP白名单）；状态和内容 Unknown，本项目的选择

  @GW-ADDRESS-01
  场景: 不在白名单里的地址被拒绝
    假如 应用只允许来自203.0.113.7的调用
    而且 一个已开通的应用
    当 调用方发出查询请求
    那么 HTTP状态码是403
    而且 返回内容为
      | success | false           |
      | code    | 403             |
      | message | IP白名单不匹配  |

  @GW-ADDRESS-02
  场景: 白名单里的地址放行
    假如 应用只允许来自127.0.0.1的调用
    而且 一个已开通的应用
    当 调用方发出查询请求
    那么 错误码是1450007

  @GW-ADDRESS-03
  场景: 签名的检查先于白名单
    依据: helper/krgcgauz4akfivia；先后 Unknown，本项目的选择：身份未证实就不看来自哪里
    假如 应用只允许来自203.0.113.7的调用
    而且 一个已开通的应用
    当 调用方发出查询请求，其中
      | 头 X-Tsign-Open-Ca-Signature | xyz |
    那么 网关拒绝"INVALID_SIGNATURE"
